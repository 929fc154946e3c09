package pebble

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/go-acme/lego/v5/acme"
	"github.com/go-acme/lego/v5/certcrypto"
	"github.com/go-acme/lego/v5/certificate"
	"github.com/go-acme/lego/v5/challenge/http01"
	"github.com/go-acme/lego/v5/challenge/tlsalpn01"
	"github.com/go-acme/lego/v5/lego"
	"github.com/go-acme/lego/v5/registration"
)

const issuanceLimit = time.Minute

// account is the ACME client's user.
type account struct {
	registration *acme.ExtendedAccount
	key          crypto.Signer
}

func (a *account) GetEmail() string                       { return "" }
func (a *account) GetRegistration() *acme.ExtendedAccount { return a.registration }
func (a *account) GetPrivateKey() crypto.Signer           { return a.key }

// obtain asks the CA for a certificate of the domain and answers its challenge at the application's address.
func obtain(t *testing.T, server ca, challenge, app string) (*x509.Certificate, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), issuanceLimit)
	defer cancel()
	client := newClient(t, ctx, server)
	host, port, err := net.SplitHostPort(app)
	if err != nil {
		t.Fatal(err)
	}
	if challenge == "http-01" {
		err = client.Challenge.SetHTTP01Provider(http01.NewProviderServer(host, port))
	} else {
		err = client.Challenge.SetTLSALPN01Provider(tlsalpn01.NewProviderServer(host, port))
	}
	if err != nil {
		t.Fatal(err)
	}
	resource, err := client.Certificate.Obtain(ctx, certificate.ObtainRequest{
		Domains: []string{domain}, KeyType: certcrypto.EC256})
	if err != nil {
		return nil, err
	}
	parsed, err := certcrypto.ParsePEMCertificate(resource.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	return parsed, nil
}

func newClient(t *testing.T, ctx context.Context, server ca) *lego.Client {
	t.Helper()
	key, err := certcrypto.GeneratePrivateKey(certcrypto.EC256)
	if err != nil {
		t.Fatal(err)
	}
	user := &account{key: key}
	settings := lego.NewConfig(user)
	settings.CADirURL = server.directory
	settings.HTTPClient = &http.Client{
		Timeout:   issuanceLimit,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.authority.Pool}},
	}
	client, err := lego.NewClient(settings)
	if err != nil {
		t.Fatal(err)
	}
	user.registration, err = client.Registration.Register(ctx, registration.RegisterOptions{TermsOfServiceAgreed: true})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
