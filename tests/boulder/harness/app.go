package harness

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A challenge as an ACME server hands it out: the token, and what the client must answer with.
const (
	Token            = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0"
	KeyAuthorization = Token + ".9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
)

const challengePath = "/.well-known/acme-challenge/"

// App is an application that has a client's answer to the challenge at hand, and remembers who came.
type App struct {
	Address string

	mutex sync.Mutex
	hosts []string
}

func (a *App) note(host string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.hosts = append(a.hosts, host)
}

// Hosts are the host names asked for, oldest first.
func (a *App) Hosts() []string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return append([]string(nil), a.hosts...)
}

// ServeHTTP answers http-01.
func (a *App) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	a.note(request.Host)
	token, asked := strings.CutPrefix(request.URL.Path, challengePath)
	if !asked || token != Token {
		http.NotFound(writer, request)
		return
	}
	writer.Write([]byte(KeyAuthorization))
}

// StartHTTP serves http-01 at address, such as 127.0.0.2:80.
func StartHTTP(t testing.TB, address string) *App {
	t.Helper()
	app := &App{Address: address}
	server := &http.Server{Handler: app, ReadHeaderTimeout: Deadline}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return app
}

// acmeTLS is the protocol of RFC 8737 section 6.2, and acmeIdentifier its certificate extension (section 3).
const acmeTLS = "acme-tls/1"

var acmeIdentifier = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31}

// StartTLSALPN serves tls-alpn-01 at address, such as 127.0.0.2:443.
func StartTLSALPN(t testing.TB, address string) *App {
	t.Helper()
	app := &App{Address: address}
	settings := &tls.Config{
		NextProtos: []string{acmeTLS},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			app.note(hello.ServerName)
			return challengeCertificate(hello.ServerName)
		},
	}
	listener, err := tls.Listen("tcp", address, settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				connection.SetDeadline(time.Now().Add(Deadline))
				connection.(*tls.Conn).Handshake()
				connection.Read(make([]byte, 1)) // the validator closes first
			}()
		}
	}()
	return app
}

func challengeCertificate(host string) (*tls.Certificate, error) {
	digest := sha256.Sum256([]byte(KeyAuthorization))
	value, err := asn1.Marshal(digest[:])
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:    big.NewInt(1),
		Subject:         pkix.Name{CommonName: "challenge"},
		DNSNames:        []string{host},
		NotBefore:       time.Now().Add(-time.Hour),
		NotAfter:        time.Now().Add(time.Hour),
		ExtraExtensions: []pkix.Extension{{Id: acmeIdentifier, Critical: true, Value: value}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// KeyAuthorizationDigest is the value of the TXT record of dns-01.
func KeyAuthorizationDigest() string {
	digest := sha256.Sum256([]byte(KeyAuthorization))
	return base64.RawURLEncoding.EncodeToString(digest[:])
}
