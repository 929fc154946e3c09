package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corepb "github.com/letsencrypt/boulder/core/proto"
	vapb "github.com/letsencrypt/boulder/va/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// callTimeout is above what a VA takes at worst: 3 tries of 1 s for each of two look-ups.
const callTimeout = 20 * time.Second

// validate asks the primary VA what Boulder's registration authority asks it for: domain control, then CAA. All remote
// VAs take part in both.
func validate(arguments []string) error {
	if len(arguments) < 1 || len(arguments) > 2 {
		return errors.New("which name, and by http-01 or tls-alpn-01?")
	}
	name, method := arguments[0], "http-01"
	if len(arguments) == 2 {
		method = arguments[1]
	}
	settings, err := registrationAuthority()
	if err != nil {
		return err
	}
	connection, err := grpc.NewClient(vaAddress, grpc.WithTransportCredentials(credentials.NewTLS(settings)))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	return errors.Join(askControl(ctx, connection, name, method), askCAA(ctx, connection, name, method))
}

// registrationAuthority is the identity that VAs let ask.
func registrationAuthority() (*tls.Config, error) {
	folder := filepath.Join(certificateFolder, "ra.boulder")
	certificate, err := tls.LoadX509KeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(filepath.Join(certificateFolder, "minica.pem"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{certificate}, ServerName: "va.boulder"}, nil
}

func askControl(ctx context.Context, connection *grpc.ClientConn, name, method string) error {
	result, err := vapb.NewVAClient(connection).DoDCV(ctx, &vapb.PerformValidationRequest{
		Identifier:               &corepb.Identifier{Type: "dns", Value: name},
		Challenge:                &corepb.Challenge{Id: 1, Type: method, Status: "pending", Token: token},
		Authz:                    &vapb.AuthzMeta{Id: 1, RegID: 1},
		ExpectedKeyAuthorization: keyAuthorization,
	}, grpc.WaitForReady(true))
	if err != nil {
		return err
	}
	if problem := result.Problem; problem != nil {
		return fmt.Errorf("%s %s: %s: %s", method, name, problem.ProblemType, problem.Detail)
	}
	used := string(result.Records[0].AddressUsed)
	fmt.Printf("%s %s: valid, at %s, from %d perspectives\n", method, name, used, len(remotes)+1)
	return nil
}

func askCAA(ctx context.Context, connection *grpc.ClientConn, name, method string) error {
	response, err := vapb.NewCAAClient(connection).DoCAA(ctx, &vapb.IsCAAValidRequest{
		Identifier: &corepb.Identifier{Type: "dns", Value: name}, ValidationMethod: method,
		AccountURIID: 1, AuthzID: 1}, grpc.WaitForReady(true))
	if err != nil {
		return err
	}
	if problem := response.Problem; problem != nil {
		return fmt.Errorf("CAA %s: %s: %s", name, problem.ProblemType, problem.Detail)
	}
	fmt.Printf("CAA %s: the CA may issue\n", name)
	return nil
}
