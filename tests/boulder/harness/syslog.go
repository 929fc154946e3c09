package harness

import (
	"net"
	"os"
	"testing"
)

// syslogSocket is one of the places where Go's log/syslog looks. /run belongs to the namespace.
const syslogSocket = "/run/log"

// StartSyslog takes and drops what programs log to syslog: Boulder's own files ask for it, and it exits without.
func StartSyslog(t testing.TB) {
	t.Helper()
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: syslogSocket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		socket.Close()
		os.Remove(syslogSocket)
	})
	go func() {
		message := make([]byte, 65536)
		for {
			if _, err := socket.Read(message); err != nil {
				return
			}
		}
	}()
}
