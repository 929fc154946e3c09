package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"net/http"
	"time"
)

// The challenge that `validate` sets and `app` answers: a token, and what an ACME client makes of it with its key.
const (
	token            = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0"
	keyAuthorization = token + ".9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
)

// acmeTLS is the protocol of RFC 8737 section 6.2, and acmeIdentifier its certificate extension (section 3).
const acmeTLS = "acme-tls/1"

var acmeIdentifier = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31}

const patience = 10 * time.Second

// serveApp is an application whose ACME client is in the middle of both challenges.
func serveApp([]string) error {
	settings := &tls.Config{
		NextProtos: []string{acmeTLS},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return challengeCertificate(hello.ServerName)
		},
	}
	listener, err := tls.Listen("tcp", ":443", settings)
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- handshakes(listener) }()
	http.HandleFunc("GET /.well-known/acme-challenge/"+token, func(writer http.ResponseWriter, _ *http.Request) {
		writer.Write([]byte(keyAuthorization))
	})
	server := &http.Server{Addr: ":80", ReadHeaderTimeout: patience}
	go func() { failed <- server.ListenAndServe() }()
	return <-failed
}

func handshakes(listener net.Listener) error {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(patience))
			connection.Read(make([]byte, 1)) // the validator has seen enough and closes first
		}()
	}
}

func challengeCertificate(host string) (*tls.Certificate, error) {
	digest := sha256.Sum256([]byte(keyAuthorization))
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
