package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

const (
	configFolder = "test/config"
	vaAddress    = "127.0.0.1:9392"
	// syslogSocket is where Go's log/syslog looks. Boulder's own files ask for syslog.
	syslogSocket = "/dev/log"
)

// remotes are the remote VAs that Boulder's va.json names, with their ports there.
var remotes = map[string]string{
	"remoteva-a.json": "9397",
	"remoteva-b.json": "9498",
	"remoteva-c.json": "9499",
	"remoteva-d.json": "9500",
}

// start runs all VAs until SIGTERM, or until one of them ends, which is an error.
func start([]string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := dropSyslog(); err != nil {
		return err
	}
	ended := make(chan error, len(remotes)+1)
	for file, port := range remotes {
		go func() { ended <- run(ctx, "remoteva", file, net.JoinHostPort("127.0.0.1", port)) }()
	}
	go func() { ended <- run(ctx, "boulder-va", "va.json", vaAddress) }()
	first := <-ended
	stopped := ctx.Err() != nil
	stop()
	for range remotes {
		<-ended
	}
	if stopped {
		return nil
	}
	return first
}

// run is one VA from its start to its end.
func run(ctx context.Context, program, file, address string) error {
	// The port for its metrics is the one for gRPC plus 1000.
	tcp, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return err
	}
	metrics := fmt.Sprintf("127.0.0.1:%d", tcp.Port+1000)
	va := exec.CommandContext(ctx, "/proc/self/exe", program, "--config", configFolder+"/"+file, "--addr", address,
		"--debug-addr", metrics)
	va.Cancel = func() error { return va.Process.Signal(syscall.SIGTERM) }
	va.Stdout, va.Stderr = os.Stdout, os.Stderr
	if err := va.Run(); err != nil {
		return fmt.Errorf("%s with %s: %w", program, file, err)
	}
	return fmt.Errorf("%s with %s has ended", program, file)
}

// dropSyslog takes what the VAs log there, which they print as well.
func dropSyslog() error {
	if err := os.Remove(syslogSocket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: syslogSocket, Net: "unixgram"})
	if err != nil {
		return err
	}
	go func() {
		message := make([]byte, 65536)
		for {
			if _, err := socket.Read(message); err != nil {
				return
			}
		}
	}()
	return nil
}
