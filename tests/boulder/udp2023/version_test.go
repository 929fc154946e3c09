// Package udp2023 runs Boulder of October 2023: it finds its resolver by dnsProvider only, asks over UDP, and fails when
// a top-level domain does not exist.
package udp2023

import (
	"testing"

	_ "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/deployment"
	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestMain(m *testing.M) { harness.Main(m, deployment.Program) }

func TestVersion(t *testing.T) {
	deployment.Version{Transport: "udp", Explains: true}.Test(t)
}
