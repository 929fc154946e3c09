// Package relay2025 runs Boulder of v0.20250630.0, the first release that refuses private addresses; its DNS client asks
// over DoH only.
package relay2025

import (
	"testing"

	_ "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/deployment"
	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestMain(m *testing.M) { harness.Main(m, deployment.Program) }

func TestVersion(t *testing.T) {
	deployment.Version{Transport: "doh", RefusesPrivate: true, Explains: true}.Test(t)
}
