package harness

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Authority is a throw-away CA in a directory laid out as Boulder's test/certs/ipki: minica.pem, and NAME/cert.pem and
// NAME/key.pem of each leaf.
type Authority struct {
	Directory   string
	Pool        *x509.CertPool
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	serial      int64
}

// NewAuthority makes a CA whose files lie in directory.
func NewAuthority(t testing.TB, directory string) *Authority {
	t.Helper()
	authority := &Authority{Directory: directory, Pool: x509.NewCertPool(), key: newKey(t), serial: 1}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(authority.serial),
		Subject:               pkix.Name{CommonName: "throw-away CA"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	der := sign(t, template, template, authority.key.Public(), authority.key)
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	authority.certificate = certificate
	authority.Pool.AddCert(certificate)
	writePEM(t, authority.CAFile(), "CERTIFICATE", der)
	return authority
}

// CAFile is the PEM file of the CA's certificate.
func (a *Authority) CAFile() string { return filepath.Join(a.Directory, "minica.pem") }

// CertFile is the certificate of a leaf, KeyFile its key.
func (a *Authority) CertFile(name string) string { return filepath.Join(a.Directory, name, "cert.pem") }

// KeyFile is the key of a leaf.
func (a *Authority) KeyFile(name string) string { return filepath.Join(a.Directory, name, "key.pem") }

// Issue writes a leaf for name and more names, good for a server and a client, and for 127.0.0.1.
func (a *Authority) Issue(t testing.TB, name string, more ...string) {
	t.Helper()
	a.serial++
	key, err := leafKey()
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(a.serial),
		Subject:      pkix.Name{CommonName: name},
		DNSNames:     append([]string{name, "localhost"}, more...),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der := sign(t, template, a.certificate, key.Public(), a.key)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, a.CertFile(name), "CERTIFICATE", der)
	writePEM(t, a.KeyFile(name), "PRIVATE KEY", private)
}

// Trust adds the certificates in a PEM file to those in CAFile, as an operator does for a resolver's CA.
func (a *Authority) Trust(t testing.TB, file string) {
	t.Helper()
	added, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(a.CAFile())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(a.CAFile(), append(own, added...), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ClientTLS authenticates as client to a server whose certificate is for server.
func (a *Authority) ClientTLS(t testing.TB, client, server string) *tls.Config {
	t.Helper()
	certificate, err := tls.LoadX509KeyPair(a.CertFile(client), a.KeyFile(client))
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{RootCAs: a.Pool, Certificates: []tls.Certificate{certificate}, ServerName: server}
}

// leafKey is of RSA, for Boulder until 2024-04 takes no other over TLS 1.2; one for all, since making it takes long.
var leafKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, template, parent *x509.Certificate, public, key any) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func writePEM(t testing.TB, path, kind string, der []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}
