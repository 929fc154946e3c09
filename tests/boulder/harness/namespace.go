// Package harness starts the sidecar and what stands around it in a pod: a scripted cluster DNS, an application, and
// the programs of a CA. It knows nothing of any Boulder version, so that modules pinned to different ones share it.
package harness

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"unsafe"
)

const (
	binaryVariable    = "BOULDER_DNS_SIDECAR"
	commandsVariable  = "BOULDER_TEST_COMMANDS"
	resolvConf        = "/etc/resolv.conf"
	exitCannotPrepare = 1
)

// Command is a Go program that a test starts: Package, built in the module in Dir.
type Command struct {
	Name    string
	Dir     string
	Package string
}

// Main is the TestMain of every module: it builds the commands, then runs the tests in network and mount namespaces of
// their own, where ports 53, 80 and 443 are free and nothing but loopback exists. Without the sidecar's binary or the
// right to make namespaces the tests fail; they are never skipped.
func Main(m *testing.M, commands ...Command) {
	if os.Getenv(commandsVariable) != "" {
		if err := enterNamespace(); err != nil {
			fmt.Fprintln(os.Stderr, "harness:", err)
			os.Exit(exitCannotPrepare)
		}
		os.Exit(m.Run())
	}
	code, err := runInNamespace(commands)
	if err != nil {
		fmt.Fprintln(os.Stderr, "harness:", err)
		code = exitCannotPrepare
	}
	os.Exit(code)
}

// Binary is the path of a command that Main built.
func Binary(name string) string { return filepath.Join(os.Getenv(commandsVariable), name) }

// SidecarBinary is the program under test.
func SidecarBinary() string { return os.Getenv(binaryVariable) }

func runInNamespace(commands []Command) (int, error) {
	sidecar, err := filepath.Abs(SidecarBinary())
	if err != nil {
		return 0, err
	}
	if info, err := os.Stat(sidecar); err != nil || info.IsDir() {
		return 0, fmt.Errorf("%s must name the sidecar's binary, not %q", binaryVariable, SidecarBinary())
	}
	directory, err := os.MkdirTemp("", "boulder-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(directory)
	for _, command := range commands {
		if err := build(command, filepath.Join(directory, command.Name)); err != nil {
			return 0, err
		}
	}
	// Pdeathsig follows the thread that starts the child, so this one must stay.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	tests := exec.Command("/proc/self/exe", os.Args[1:]...)
	tests.Env = append(os.Environ(), commandsVariable+"="+directory, binaryVariable+"="+sidecar)
	tests.Stdout, tests.Stderr = os.Stdout, os.Stderr
	tests.SysProcAttr = &syscall.SysProcAttr{
		// With a process namespace, whatever the tests started ends with them, even when they are killed.
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
		Pdeathsig:  syscall.SIGKILL,
	}
	err = tests.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		return 0, fmt.Errorf("network namespace: %w", err)
	}
	return tests.ProcessState.ExitCode(), nil
}

func build(command Command, output string) error {
	compiler := exec.Command("go", "build", "-o", output, command.Package)
	compiler.Dir = command.Dir
	compiler.Env = append(os.Environ(), "CGO_ENABLED=0")
	compiler.Stderr = os.Stderr
	if err := compiler.Run(); err != nil {
		return fmt.Errorf("building %s: %w", command.Name, err)
	}
	return nil
}

// enterNamespace brings loopback up and lets programs that ask the system's resolver find the cluster DNS: Go reads
// resolv.conf of the mount namespace, which only these tests see.
func enterNamespace() error {
	if err := bringUp("lo"); err != nil {
		return fmt.Errorf("loopback up: %w", err)
	}
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("private mounts: %w", err)
	}
	if err := syscall.Mount("proc", "/proc", "proc", 0, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := syscall.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"); err != nil {
		return fmt.Errorf("mount /run: %w", err)
	}
	file := filepath.Join(os.Getenv(commandsVariable), "resolv.conf")
	if err := os.WriteFile(file, []byte("nameserver "+SystemResolver+"\n"), 0o644); err != nil {
		return err
	}
	if err := syscall.Mount(file, resolvConf, "", syscall.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount %s: %w", resolvConf, err)
	}
	return nil
}

// bringUp sets IFF_UP, as `ip link set NAME up` does, without needing iproute2.
func bringUp(name string) error {
	descriptor, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(descriptor)
	request := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: syscall.IFF_UP | syscall.IFF_RUNNING}
	copy(request.name[:], name)
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(descriptor), syscall.SIOCSIFFLAGS,
		uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return errno
	}
	return nil
}
