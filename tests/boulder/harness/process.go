package harness

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Deadline bounds everything that a test waits for.
const Deadline = 15 * time.Second

const pause = 10 * time.Millisecond

// Eventually asks again until done says yes, and fails the test with what after Deadline.
func Eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(Deadline); time.Now().Before(end); time.Sleep(pause) {
		if done() {
			return
		}
	}
	t.Fatalf("not within %s: %s", Deadline, what)
}

// lastPort is the newest that FreePort gave. The namespace is ours alone, so that counting below the range from which
// the kernel takes ports of outgoing sockets is the one way in which nothing can take a port before its server does.
var lastPort atomic.Int32

const firstPort = 10000

// FreePort is a port that both UDP and TCP can have on 127.0.0.1, each time another.
func FreePort(t testing.TB) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(firstPort + int(lastPort.Add(1)))
		address := net.JoinHostPort("127.0.0.1", port)
		listener, err := net.Listen("tcp", address)
		if err != nil {
			continue
		}
		socket, err := net.ListenPacket("udp", address)
		listener.Close()
		if err != nil {
			continue
		}
		socket.Close()
		return port
	}
	t.Fatal("no port is free for both UDP and TCP")
	return ""
}

// FreeAddress is 127.0.0.1 with a FreePort.
func FreeAddress(t testing.TB) string { return net.JoinHostPort("127.0.0.1", FreePort(t)) }

// Process is a started program. It ends with its test, which prints its output if it failed.
type Process struct {
	name    string
	command *exec.Cmd
	output  string
	exited  chan struct{}
}

// Spawn says how a program is started: Env is added to an environment that has only PATH and HOME.
type Spawn struct {
	Name string
	Path string
	Args []string
	Env  map[string]string
	Dir  string
}

// Start runs a program until the test ends.
func Start(t testing.TB, spawn Spawn) *Process {
	t.Helper()
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer output.Close()
	process := &Process{name: spawn.Name, output: output.Name(), exited: make(chan struct{})}
	process.command = exec.Command(spawn.Path, spawn.Args...)
	process.command.Dir = spawn.Dir
	process.command.Env = environment(spawn.Env)
	process.command.Stdout, process.command.Stderr = output, output
	if err := process.command.Start(); err != nil {
		t.Fatalf("%s: %v", spawn.Name, err)
	}
	go func() {
		process.command.Wait()
		close(process.exited)
	}()
	t.Cleanup(func() {
		process.Stop(t)
		if t.Failed() {
			t.Logf("%s %s printed:\n%s", spawn.Name, strings.Join(spawn.Args, " "), process.Output())
		}
	})
	return process
}

func environment(added map[string]string) []string {
	all := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for name, value := range added {
		all = append(all, name+"="+value)
	}
	return all
}

// Output is all that the program has printed so far, on both streams.
func (p *Process) Output() string {
	text, _ := os.ReadFile(p.output)
	return string(text)
}

// Exited tells whether the program has ended, and Wait its code.
func (p *Process) Exited() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// Wait returns the exit code once the program has ended by itself.
func (p *Process) Wait(t testing.TB) int {
	t.Helper()
	Eventually(t, p.name+" ends", p.Exited)
	return p.command.ProcessState.ExitCode()
}

// Stop ends the program: SIGTERM, and SIGKILL for one that does not listen, which fails the test.
func (p *Process) Stop(t testing.TB) {
	t.Helper()
	p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(Deadline):
		p.command.Process.Kill()
		<-p.exited
		t.Errorf("%s (pid %d) did not stop on SIGTERM", p.name, p.command.Process.Pid)
	}
}

// WaitForTCP returns when something accepts at address, and fails if the program ends before.
func (p *Process) WaitForTCP(t testing.TB, address string) {
	t.Helper()
	Eventually(t, p.name+" accepts at "+address, func() bool {
		if p.Exited() {
			t.Fatalf("%s ended with code %d before it accepted at %s", p.name,
				p.command.ProcessState.ExitCode(), address)
		}
		connection, err := net.DialTimeout("tcp", address, time.Second)
		if err != nil {
			return false
		}
		connection.Close()
		return true
	})
}

// Port is the number in a host:port address.
func Port(t testing.TB, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return port
}
