package pod

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	image       = "localhost/boulder-dns-sidecar"
	largestFile = 8 << 20
)

// pack is `./run image`, with the program that is built already.
func pack(t testing.TB) {
	t.Helper()
	command := exec.Command(repository + "/tests/image/build")
	command.Env = append(os.Environ(), "IMAGE="+image, "CONTAINER_TOOL=podman")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

func inspect(t testing.TB, format string) string {
	t.Helper()
	return strings.TrimSpace(string(tell(t, nil, "podman", "image", "inspect", "--format", format, image)))
}

func TestImage(t *testing.T) {
	newCluster(t)
	pack(t)
	t.Run("HoldsOneSmallFile", func(t *testing.T) {
		root := strings.TrimSpace(string(tell(t, nil, "podman", "image", "mount", image)))
		defer tell(t, nil, "podman", "image", "unmount", image)
		var files []string
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && path != root {
				files = append(files, strings.TrimPrefix(path, root))
			}
			return err
		})
		if err != nil || strings.Join(files, " ") != "/boulder-dns-sidecar" {
			t.Fatalf("the image has %v, %v", files, err)
		}
		file, err := os.Stat(filepath.Join(root, "boulder-dns-sidecar"))
		if err != nil {
			t.Fatal(err)
		}
		if file.Size() > largestFile || file.Mode().Perm() != 0o755 {
			t.Errorf("%s has %d octets and mode %s", file.Name(), file.Size(), file.Mode())
		}
	})
	t.Run("RunsAsANumberedUser", func(t *testing.T) {
		if user := inspect(t, "{{.Config.User}}"); user != "65532:65532" {
			t.Errorf("it runs as %q", user)
		}
	})
	t.Run("PassesItsArgumentsToTheProgram", func(t *testing.T) {
		output := string(tell(t, nil, "podman", "run", "--rm", "--network", "none", "--read-only", "--cap-drop", "all",
			"--security-opt", "no-new-privileges", image, "--version"))
		if !strings.HasPrefix(output, "boulder-dns-sidecar ") {
			t.Errorf("--version prints %q", output)
		}
	})
	t.Run("IsTheSameWheneverItIsPacked", func(t *testing.T) {
		first := inspect(t, "{{.Id}}")
		tell(t, nil, "podman", "image", "rm", "--force", image)
		pack(t)
		if second := inspect(t, "{{.Id}}"); second != first {
			t.Errorf("%s became %s", first, second)
		}
	})
}
