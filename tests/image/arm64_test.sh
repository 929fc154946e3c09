#!/bin/sh
# The image for arm64 says so, holds the program that was built for it, and leaves no trace here.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/podman" <<TEXT
#!/bin/sh
exec podman --root "$folder/root" --runroot "$folder/run" --storage-driver vfs "\$@"
TEXT
chmod +x "$folder/podman"
IMAGE=localhost/boulder-dns-sidecar:arm64 CONTAINER_TOOL=$folder/podman tests/image/build arm64
made=$("$folder/podman" image inspect --format '{{.Os}}/{{.Architecture}} {{.Config.User}}' localhost/boulder-dns-sidecar:arm64)
if [ "$made" != "linux/arm64 65532:65532" ]; then
    echo "the image is for $made" >&2
    exit 1
fi
"$folder/podman" save --quiet --format oci-dir --output "$folder/image" localhost/boulder-dns-sidecar:arm64
for blob in "$folder"/image/blobs/sha256/*; do
    tar -xf "$blob" -C "$folder" boulder-dns-sidecar 2>/dev/null || continue
    qemu-aarch64-static "$folder/boulder-dns-sidecar" --version | grep '^boulder-dns-sidecar '
    exit
done
echo "no layer of the image has the program" >&2
exit 1
