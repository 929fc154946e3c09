package deployment

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"net"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// Problem is why a VA does not validate, nil when it does.
type Problem struct {
	Kind   string `json:"problemType"`
	Detail string `json:"detail"`
}

// Validation is a VA's answer for one domain.
type Validation struct {
	Problem *Problem
	Address string // the VA's last connection
}

// fields are a request in the JSON form of its message. What the module's Boulder does not know of it is left out, so
// that one request says the same thing in the words of every version.
type fields map[string]any

// Validate asks the primary VA for a validation, in which every remote VA takes part.
func (d *Deployment) Validate(t testing.TB, name, method string) Validation {
	t.Helper()
	text := d.call(t, []protoreflect.FullName{"va.VA.DoDCV", "va.VA.PerformValidation"}, fields{
		"domain":     name, // until 2024
		"identifier": fields{"type": "dns", "value": name},
		"challenge": fields{"id": "1", "type": method, "status": "pending", "token": harness.Token,
			"keyAuthorization": harness.KeyAuthorization},
		"authz":                    fields{"id": "1", "regID": "1"},
		"expectedKeyAuthorization": harness.KeyAuthorization,
	})
	var result struct {
		Problem  *Problem
		Problems *Problem // until 2025
		Records  []struct{ AddressUsed string }
	}
	decode(t, text, &result)
	validation := Validation{Problem: result.Problem}
	if result.Problems != nil {
		validation.Problem = result.Problems
	}
	if last := len(result.Records) - 1; last >= 0 {
		used, err := base64.StdEncoding.DecodeString(result.Records[last].AddressUsed)
		if err != nil {
			t.Fatal(err)
		}
		validation.Address = string(used)
	}
	return validation
}

// CAAProblem is what is wrong with the CAA records of name, nil when the CA may issue.
func (d *Deployment) CAAProblem(t testing.TB, name string) *Problem {
	t.Helper()
	text := d.call(t, []protoreflect.FullName{"va.CAA.DoCAA", "va.CAA.IsCAAValid"}, fields{
		"domain":           name, // until 2024
		"identifier":       fields{"type": "dns", "value": name},
		"validationMethod": "http-01",
		"accountURIID":     "1",
		"authzID":          "1",
	})
	var result struct{ Problem *Problem }
	decode(t, text, &result)
	return result.Problem
}

func decode(t testing.TB, text []byte, result any) {
	t.Helper()
	if err := json.Unmarshal(text, result); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// call invokes the first of the methods that the module's Boulder has, and returns the reply's JSON form.
func (d *Deployment) call(t testing.TB, methods []protoreflect.FullName, request fields) []byte {
	t.Helper()
	method := find(t, methods)
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	question, reply := message(t, method.Input()), message(t, method.Output())
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(text, question); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	path := "/" + string(method.Parent().FullName()) + "/" + string(method.Name())
	if err := d.connect(t).Invoke(ctx, path, question, reply); err != nil {
		t.Fatal(err)
	}
	if text, err = protojson.Marshal(reply); err != nil {
		t.Fatal(err)
	}
	return text
}

// leavesCAAToAnotherCall tells whether a validation of the module's Boulder is without CAA, as since 2025-03.
func leavesCAAToAnotherCall() bool {
	_, err := protoregistry.GlobalFiles.FindDescriptorByName("va.VA.DoDCV")
	return err == nil
}

func find(t testing.TB, methods []protoreflect.FullName) protoreflect.MethodDescriptor {
	t.Helper()
	for _, name := range methods {
		if found, err := protoregistry.GlobalFiles.FindDescriptorByName(name); err == nil {
			return found.(protoreflect.MethodDescriptor)
		}
	}
	t.Fatalf("this Boulder has none of %v", methods)
	return nil
}

func message(t testing.TB, descriptor protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return kind.New().Interface()
}

// connect does TLS below gRPC, which today refuses a server that does not choose HTTP/2 by ALPN, as Boulder's did not
// until 2026.
func (d *Deployment) connect(t testing.TB) *grpc.ClientConn {
	t.Helper()
	dialer := tls.Dialer{Config: d.Authority.ClientTLS(t, harness.RAName, harness.VAName)}
	dialer.Config.NextProtos = []string{"h2"}
	connection, err := grpc.Dial(d.address, grpc.WithInsecure(),
		grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
			return dialer.DialContext(ctx, "tcp", address)
		}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return connection
}
