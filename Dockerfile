# The image of every Nightshift process. Debian, because Temporal's native core needs glibc.
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The core comes for five platforms and with its sources, 150 MB in all; this platform's build is enough.
RUN npm ci --omit=dev --ignore-scripts \
    && cd node_modules/@temporalio/core-bridge \
    && own="$(node -p "require('./common').getPrebuiltTargetName()")" \
    && test -f "releases/${own}/index.node" \
    && find releases -mindepth 1 -maxdepth 1 ! -name "${own}" -exec rm -r {} + \
    && rm -r sdk-core src

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The user "node", by its number so that Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 9190 9191
ENTRYPOINT ["node", "dist/cli/nightshift.js"]
