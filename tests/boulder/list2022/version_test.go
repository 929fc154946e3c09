// Package list2022 runs Boulder of March 2022, whose files list their resolvers (config) or name one to be found by SRV
// (config-next). It asks over UDP, and shows no Extended DNS Errors.
package list2022

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
