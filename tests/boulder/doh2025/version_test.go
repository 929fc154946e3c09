// Package doh2025 runs Boulder of May 2025: its files ask over DoH by feature, it needs three remote VAs, and still
// connects to private addresses.
package doh2025

import (
	"testing"

	_ "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/deployment"
	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestMain(m *testing.M) { harness.Main(m, deployment.Program) }

func TestVersion(t *testing.T) {
	deployment.Version{Transport: "doh", Explains: true}.Test(t)
}
