// Package srv2022 runs Boulder of November 2022, which can only find its resolver by SRV through the system's resolver.
package srv2022

import (
	"testing"

	_ "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/deployment"
	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestMain(m *testing.M) { harness.Main(m, deployment.Program) }

func TestVersion(t *testing.T) {
	deployment.Version{Transport: "udp", AsksSystemResolver: true}.Test(t)
}
