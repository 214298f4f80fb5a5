/** Keeps the newest bytes of a stream, never more than twice its size in memory. */
export class TailBuffer {
  truncated = false;
  private chunks: Buffer[] = [];
  private size = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > 2 * this.limit) this.shrink();
  }

  text(): string {
    this.shrink();
    return Buffer.concat(this.chunks).toString('utf8');
  }

  private shrink(): void {
    if (this.size <= this.limit) return;
    this.chunks = [Buffer.concat(this.chunks).subarray(-this.limit)];
    this.size = this.limit;
    this.truncated = true;
  }
}
