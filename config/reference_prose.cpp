#include "config/reference_prose.hpp"

namespace config::prose {

const std::string_view introduction = R"md(# Configuration

<!-- Made from config/fields.cpp and config/reference_prose.cpp; how to make it again stands in config/README.md. -->

Each setting has one key and can be set in four places. What is nearer to the process wins:

1. a flag: `--upstream-timeout 200ms`
2. a variable: `FAKE_DNS_UPSTREAM_TIMEOUT=200ms`
3. the TOML file: `timeout = "200ms"` under `[upstream]`
4. the default

Variable and flag follow from the key: `a.b_c` is `FAKE_DNS_A_B_C` and `--a-b-c`. Two are shorter: `target` is
`FAKE_DNS`, and `caa.issue` is `FAKE_DNS_CAA` and `--caa`. An empty value counts as not set, wherever it stands.

`boulder-dns-sidecar config` prints every setting in effect and where it came from, and so does the page `/config` of the
status endpoint. A setting that is unknown or wrong is an error, never passed over: the program tells all of them at once,
each with its place and what would be right, and exits with 2.

```text
/etc/boulder-dns-sidecar/config.toml:3: upstream.timout = 200ms: there is no such setting; did you mean upstream.timeout?
FAKE_DNS_TTL = soon: write a whole number from 0 to 2147483647
```

A changed file, or SIGHUP, reloads. A wrong new file changes nothing; the error is logged and shows in `/status`.

## Lists

In a variable, a flag or a TOML string a list is separated by commas; white space around the items does not count. An item
that holds a comma itself goes in double quotes, in which `\"` is a quote. In TOML a list can be an array too, whose items are
taken as they are. These say the same:

```toml
domains = "example.com, *.apps.example.net"
```

```toml
domains = ["example.com", "*.apps.example.net"]
```

## Kubernetes variables

Kubernetes puts variables into each pod for the Services of its namespace. For a Service called `fake-dns` they begin
like those of this program: `FAKE_DNS_SERVICE_HOST`, `FAKE_DNS_SERVICE_PORT`, `FAKE_DNS_SERVICE_PORT_*`, `FAKE_DNS_PORT`,
`FAKE_DNS_PORT_*`. They are passed over, and those of Services whose names go on, such as `fake-dns-web`, as well. Any
other variable that begins with `FAKE_DNS_` and is no setting is an error. `enableServiceLinks: false` in the pod's spec
keeps all of them out.

## Overview

)md";

const std::string_view settings = R"md(
## Settings

)md";

const std::string_view tables = R"md(## Rules

TOML can say what some names get that others do not. The most specific domain wins: of `example.com` and
`*.apps.example.com`, the latter decides about `shop.apps.example.com`. What the top-level keys say is a rule too, for
`domains`.

```toml
target = "10.96.0.50"

[[rule]]
domains = ["*.apps.example.com"]
target  = "{1}.default.svc.cluster.local"

[[rule]]
domains = ["denied.example.com"]
caa     = "deny"

[[rule]]
domains = ["example.net"]
target  = "web.default.svc.cluster.local"
relay   = { ports = [443, "80=8080"] }
```

| key | meaning | if left out |
|---|---|---|
| `domains` | string or array: `example.com` is it and all below, `*.example.com` only what is below, `.` all names | an error |
| `target` | as the top-level `target`; `none` fakes no address | the top-level `target` |
| `caa` | as below | the top-level `caa` |
| `relay.ports` | as the top-level `relay.ports`; the prefix is the same for all rules | the top-level `relay.ports` |

- `{1}` in a target stands for the label that the `*` matches, the one next to the domain: with the rule above,
  `shop.apps.example.com` and `www.shop.apps.example.com` both go to `shop.default.svc.cluster.local`. Every domain of such a
  rule must begin with `*.`.
- A domain that stands in two rules, or twice in one, is an error.
- `mode = "passthrough"` turns the targets of all rules off.

## CAA

`caa` is a string or array, which is short for `caa.issue`, or a table of these keys. At the top level each of them is a
setting of its own. In a rule, `caa` says all there is for its names: nothing of the top-level `caa` is added.

| key | records | words that stand alone |
|---|---|---|
| `issue` | `0 issue "..."`, one an item | `none`, `deny` (`0 issue ";"`), `forward` (the upstream answers) |
| `issuewild` | `0 issuewild "..."`, one an item | `none`, `deny` (`0 issuewild ";"`) |
| `iodef` | `0 iodef "..."`, one an item | `none` |
| `raw` | any, as `{ flags = 128, tag = "tbs", value = "Unknown" }` or `128 tbs "Unknown"` | `none` |

```toml
[caa]
issue     = ["letsencrypt.org; validationmethods=http-01,dns-01", "ca.example.net"]
issuewild = "deny"
iodef     = "mailto:security@example.com"
raw       = [{ flags = 128, tag = "tbs", value = "Unknown" }]
```

An issuer is checked as RFC 8659 section 4.2 writes it, and as Boulder compares it, byte for byte: upper case and a dot at
the end are errors, since such a record silently keeps every CA from issuing. Use `raw` where that is what you want to test.

## Static records

A `[[record]]` is answered to whoever asks for its name and type, before any rule.

```toml
[[record]]
name = "_acme-challenge.example.com"
type = "TXT"
data = "value"

[[record]]
name = "example.com"
type = "MX"
data = "10 mail.example.com"
```

| type | data |
|---|---|
| `A`, `AAAA` | an address of that family |
| `CNAME`, `NS` | a host name |
| `TXT` | one text, or several in double quotes |
| `CAA` | flags, tag and value: `0 issue "letsencrypt.org"` |
| `SRV` | priority, weight, port and target: `0 0 443 web.example.com` |
| `MX` | preference and host: `10 mail.example.com` |
| `SOA` | primary server, contact, serial, refresh, retry, expire, minimum |

Names are complete, with or without a dot at the end, and have no wildcards. A name with a CNAME has no other record. The
time to live is `ttl`.

## Sample

Every setting, commented out at its default:

)md";

const std::string_view sample_head =
    R"toml(# boulder-dns-sidecar; what is commented out shows the default, or an example where there is none.

)toml";

const std::string_view sample_tables = R"toml(
# Names with a target or CAA records of their own:
# [[rule]]
# domains = ["*.apps.example.com"]
# target = "{1}.default.svc.cluster.local"
# caa = "deny"
# relay = { ports = ["80=8080"] }

# Static records:
# [[record]]
# name = "_acme-challenge.example.com"
# type = "TXT"
# data = "value"
)toml";

}  // namespace config::prose
