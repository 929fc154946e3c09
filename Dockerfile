# The image boulder-dns-sidecar: one static file, no shell, no user database.
# `docker build -t boulder-dns-sidecar .` compiles in a container, on any machine with Docker, Podman or Buildah.
# `./run image` compiles on this machine and stops at the stage `prebuilt`.
FROM scratch AS metadata
LABEL org.opencontainers.image.title="boulder-dns-sidecar" \
      org.opencontainers.image.description="Answers what Boulder's validation authority asks of DNS, from inside its pod" \
      org.opencontainers.image.licenses="Apache-2.0"
# A number: Kubernetes can not tell whether a named user is root.
USER 65532:65532
ENTRYPOINT ["/boulder-dns-sidecar"]

FROM metadata AS prebuilt
COPY build/image/boulder-dns-sidecar /boulder-dns-sidecar

FROM docker.io/library/debian:bookworm-slim AS compiled
WORKDIR /src
COPY . .
RUN ./run build && strip -o /boulder-dns-sidecar build/boulder-dns-sidecar

FROM metadata
COPY --from=compiled /boulder-dns-sidecar /boulder-dns-sidecar
