// Package newest runs the newest Boulder.
package newest

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
