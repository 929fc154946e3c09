// Package udp2024 runs Boulder of June 2024: it asks over UDP unless its feature DOH is on, finds its resolver by
// dnsProvider or dnsStaticResolvers, and still connects to private addresses.
package udp2024

import (
	"context"
	"testing"

	corepb "github.com/letsencrypt/boulder/core/proto"
	vapb "github.com/letsencrypt/boulder/va/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"boulder-dns-sidecar/tests/boulder/deployment"
	"boulder-dns-sidecar/tests/boulder/harness"
)

const (
	issuer      = "letsencrypt.org"
	service     = "app.default.svc.cluster.local"
	domain      = "www.example.com"
	otherDomain = "www.example.net"
)

func TestMain(m *testing.M) {
	harness.Main(m, deployment.Program)
}

// startVA runs a VA of the given issuer that finds the sidecar by SRV and asks it over UDP.
func startVA(t *testing.T, issuer string, sidecar *harness.Sidecar) *harness.VA {
	t.Helper()
	return harness.StartVA(t, harness.VAOptions{Issuer: issuer, Resolver: sidecar.Discovery("dns")})
}

func connect(t *testing.T, va *harness.VA) *grpc.ClientConn {
	t.Helper()
	settings := va.Authority.ClientTLS(t, harness.RAName, harness.VAName)
	connection, err := grpc.NewClient(va.Address, grpc.WithTransportCredentials(credentials.NewTLS(settings)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

// validate asks the VA for a whole validation, CAA included.
func validate(t *testing.T, va *harness.VA, name, method string) *vapb.ValidationResult {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	result, err := vapb.NewVAClient(connect(t, va)).PerformValidation(ctx, &vapb.PerformValidationRequest{
		Domain: name,
		Challenge: &corepb.Challenge{Id: 1, Type: method, Status: "pending", Token: harness.Token,
			KeyAuthorization: harness.KeyAuthorization},
		Authz:                    &vapb.AuthzMeta{Id: "1", RegID: 1},
		ExpectedKeyAuthorization: harness.KeyAuthorization,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// caaProblem is what is wrong with the CAA records of name, nil when the CA may issue.
func caaProblem(t *testing.T, va *harness.VA, name string) *corepb.ProblemDetails {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	response, err := vapb.NewCAAClient(connect(t, va)).IsCAAValid(ctx,
		&vapb.IsCAAValidRequest{Domain: name, ValidationMethod: "http-01", AccountURIID: 1})
	if err != nil {
		t.Fatal(err)
	}
	return response.Problem
}

// Boulder's own files say nothing of DoH in config, and ask for it in config-next.
func TestVersion(t *testing.T) {
	deployment.Version{Transport: "udp", NextTransport: "doh", Explains: true}.Test(t)
}
