// Whatever loses its parent on the host becomes a child of this one, which collects it when it ends.
const init = `trap 'exit 0' TERM
echo ready
while :; do
  sleep 3600 &
  wait "$!"
done
`;

/**
 * Makes the root of a host inside the namespaces that it was started in, and then is their first process until SIGTERM.
 * Its arguments are an empty folder, its name, and the folders whose content is installed there. It says `ready` when it is.
 *
 * The root is a copy of this machine's that lives in memory and is written to there alone: nothing that happens on the
 * host reaches a file of this machine. Old mounts are let go of before anything follows a symbolic link.
 */
export const setupScript = `set -eu
umask 022
mount -t tmpfs -o mode=755,size=256m host "$1"
cd "$1"
hostname "$2"
shift 2
mkdir upper work root
empty='etc/sudoers.d home media mnt opt root srv var/log var/tmp'
for path in $empty; do
  mkdir -p "upper/\${path%/*}"
  rmdir "upper/$path" 2>/dev/null || :
  mknod "upper/$path" c 0 0
done
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
for path in $empty; do mkdir "$path"; done
printf '127.0.0.1 localhost\\n127.0.1.1 %s\\n' "$(hostname)" >etc/hosts
chmod 700 root
chmod 1777 var/tmp
mount -t proc proc proc
mount --bind -o ro /sys sys
mount -t tmpfs -o mode=755,size=64m run run
mount -t tmpfs -o mode=1777,size=256m tmp tmp
mount -t tmpfs -o mode=755,size=64k dev dev
for device in full null random tty urandom zero; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777,size=64m shm dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mkdir run/installed
count=0
for folder; do
  count=$((count + 1))
  mkdir "run/installed/$count"
  mount --bind -o ro "$folder" "run/installed/$count"
done
pivot_root . .
umount -l .
cd /
for folder in run/installed/*; do
  [ -d "$folder" ] || continue
  tar -c -C "$folder" --owner=0 --group=0 . | tar -x -p --keep-directory-symlink
  umount "$folder"
  rmdir "$folder"
done
rmdir run/installed
ldconfig
exec sh -c '${init.replaceAll("'", String.raw`'\''`)}' init
`;
