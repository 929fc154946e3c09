#pragma once

#include "shim/types.hpp"

#include <cstddef>
#include <string_view>
#include <variant>

namespace sidecar {

inline constexpr unsigned http_ok = 200;
inline constexpr std::string_view dns_media_type = "application/dns-message";

// What one request and its fields may have, in octets.
inline constexpr std::size_t http_header_limit = 16384;

// A request as both HTTP versions tell it. Absent fields are empty.
struct DohRequest {
    std::string_view method;
    std::string_view target;  // path and query
    std::string_view content_type;
    shim::BytesView body;
};

// Why a request is not answered with a DNS message.
struct HttpError {
    unsigned status = 0;
    std::string_view sentence;  // for the client, with the cure
};

namespace http_error {
inline constexpr HttpError bad_request{400, "This is not an HTTP request.\n"};
inline constexpr HttpError not_a_query{400, "The content is not a DNS query.\n"};
inline constexpr HttpError no_dns_parameter{
    400, "A GET needs the query in one parameter: /dns-query?dns=<base64url>.\n"};
inline constexpr HttpError bad_base64url{
    400, "The parameter dns is not base64url without padding (RFC 4648 section 5).\n"};
inline constexpr HttpError not_found{404, "DNS over HTTPS is at /dns-query.\n"};
inline constexpr HttpError method_not_allowed{405, "Use GET or POST (RFC 8484 section 4.1).\n"};
inline constexpr HttpError too_large{413, "The content is larger than a DNS query may be.\n"};
inline constexpr HttpError target_too_long{414,
                                           "The target is longer than a query needs: POST it.\n"};
inline constexpr HttpError unsupported_media_type{
    415, "The content-type of a POST must be application/dns-message.\n"};
inline constexpr HttpError fields_too_large{431, "The header fields are too large.\n"};
}  // namespace http_error

// What a 405 says in its field `allow`.
inline constexpr std::string_view allowed_methods = "GET, HEAD, POST";

// The DNS query in a request (RFC 8484 section 4.1), which may have `limit` octets, or why there is
// none. A query that comes as text is decoded into `room`.
[[nodiscard]] std::variant<shim::BytesView, HttpError>
find_query(const DohRequest& request, std::size_t limit, shim::Bytes& room);

}  // namespace sidecar
