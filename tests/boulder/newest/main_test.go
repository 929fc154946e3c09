// Package newest runs today's Boulder with its own configuration files as configure-boulder rewrites them: it asks only
// over DoH, needs remote VAs, and refuses to connect to reserved addresses, so that only the relay lets it in.
package newest

import (
	"context"
	"testing"

	corepb "github.com/letsencrypt/boulder/core/proto"
	vapb "github.com/letsencrypt/boulder/va/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"boulder-dns-sidecar/tests/boulder/harness"
)

const (
	domain  = "www.example.com"
	service = "app.default.svc.cluster.local"
	// relayAddress is global as IANA sees it. Boulder's own tests make it local, as we do in the namespace.
	relayAddress = "64.112.117.122"
)

func TestMain(m *testing.M) {
	harness.Main(m, harness.Command{Name: "boulder", Package: "./cmd/boulder"})
}

func (d *deployment) connect(t *testing.T) *grpc.ClientConn {
	t.Helper()
	settings := d.authority.ClientTLS(t, harness.RAName, harness.VAName)
	connection, err := grpc.NewClient(d.address, grpc.WithTransportCredentials(credentials.NewTLS(settings)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}

// validate asks the primary VA for domain control validation, in which every remote VA takes part.
func (d *deployment) validate(t *testing.T, name, method string) *vapb.ValidationResult {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	result, err := vapb.NewVAClient(d.connect(t)).DoDCV(ctx, &vapb.PerformValidationRequest{
		Identifier:               &corepb.Identifier{Type: "dns", Value: name},
		Challenge:                &corepb.Challenge{Id: 1, Type: method, Status: "pending", Token: harness.Token},
		Authz:                    &vapb.AuthzMeta{Id: 1, RegID: 1},
		ExpectedKeyAuthorization: harness.KeyAuthorization,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// caaProblem is what is wrong with the CAA records of name from any perspective, nil when the CA may issue.
func (d *deployment) caaProblem(t *testing.T, name string) *corepb.ProblemDetails {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	response, err := vapb.NewCAAClient(d.connect(t)).DoCAA(ctx, &vapb.IsCAAValidRequest{
		Identifier: &corepb.Identifier{Type: "dns", Value: name}, ValidationMethod: "http-01",
		AccountURIID: 1, AuthzID: 1})
	if err != nil {
		t.Fatal(err)
	}
	return response.Problem
}
