// Package pod puts the pod patches to the test: real kubectl and kustomize render them, and Podman plays the result as a
// real pod, with today's Boulder in it.
package pod

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository is the root of the project, seen from here.
const repository = "../.."

// sidecarBinary is the program under test.
var sidecarBinary = os.Getenv("BOULDER_DNS_SIDECAR")

// programs is the folder with kubectl, kustomize and coredns.
var programs string

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	if sidecarBinary == "" {
		return 1, errors.New("BOULDER_DNS_SIDECAR must name the program, which `./run build` makes")
	}
	var err error
	if programs, err = os.MkdirTemp("", "pod"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(programs)
	for name, source := range map[string]string{
		"kubectl":   "./cmd/kubectl",
		"coredns":   "./cmd/coredns",
		"kustomize": "sigs.k8s.io/kustomize/kustomize/v5",
	} {
		build := exec.Command("go", "build", "-o", filepath.Join(programs, name), source)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := build.CombinedOutput(); err != nil {
			return 1, fmt.Errorf("building %s: %w\n%s", name, err, output)
		}
	}
	return m.Run(), nil
}

// tell runs a program and returns what it printed on standard output; it must end well.
func tell(t testing.TB, input []byte, name string, arguments ...string) []byte {
	t.Helper()
	output, err := try(input, name, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

// try is tell for a program that may fail: the error says what it printed on standard error.
func try(input []byte, name string, arguments ...string) ([]byte, error) {
	if own := filepath.Join(programs, name); !strings.Contains(name, "/") {
		if _, err := os.Stat(own); err == nil {
			name = own
		}
	}
	command := exec.Command(name, arguments...)
	command.Stdin = bytes.NewReader(input)
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	if err := command.Run(); err != nil {
		return output.Bytes(), fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(name), strings.Join(arguments, " "), err,
			complaint.Bytes(), output.Bytes())
	}
	return output.Bytes(), nil
}
