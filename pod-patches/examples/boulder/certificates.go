package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const certificateFolder = "test/certs/ipki"

// makeCertificates writes a throw-away CA and what it signs, laid out as Boulder's test/certs/ipki: minica.pem, and
// NAME/cert.pem and NAME/key.pem for each service.
func makeCertificates(arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("which folder?")
	}
	folder := arguments[0]
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "throw-away CA"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().AddDate(1, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	if err := writeCertificate(filepath.Join(folder, "minica.pem"), ca, ca, caKey, caKey); err != nil {
		return err
	}
	for serial, service := range []string{"va", "rva", "ra"} {
		name := service + ".boulder"
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		leaf := &x509.Certificate{
			SerialNumber: big.NewInt(int64(serial) + 2),
			Subject:      pkix.Name{CommonName: name},
			DNSNames:     []string{name, service + "1.boulder", service + "2.boulder", "localhost"},
			IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
			NotBefore:    ca.NotBefore,
			NotAfter:     ca.NotAfter,
			KeyUsage:     x509.KeyUsageDigitalSignature,
			ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}
		directory := filepath.Join(folder, name)
		if err := writeCertificate(filepath.Join(directory, "cert.pem"), leaf, ca, key, caKey); err != nil {
			return err
		}
		private, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return err
		}
		if err := writePEM(filepath.Join(directory, "key.pem"), "PRIVATE KEY", private); err != nil {
			return err
		}
	}
	return nil
}

func writeCertificate(path string, template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) error {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		return err
	}
	return writePEM(path, "CERTIFICATE", der)
}

func writePEM(path, kind string, der []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o644)
}
