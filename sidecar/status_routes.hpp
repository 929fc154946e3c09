#pragma once

#include "sidecar/status_view.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sidecar {

// What a client asks the status endpoint, as far as the answer depends on it.
struct StatusRequest {
    std::string_view method;
    std::string_view target;  // origin or absolute form (RFC 9112 section 3.2)
    std::string_view accept;  // value of the field, empty without one
};

struct StatusResponse {
    unsigned status = 200;
    std::string_view content_type;
    std::string body;
};

inline constexpr std::string_view plain_text = "text/plain; charset=utf-8";

// The answer to GET and, body left off, to HEAD. 405 for other methods, 404 with the list of
// routes for other paths, 400 for a query string that is not understood.
[[nodiscard]] StatusResponse
respond(const StatusView& view, const StatusRequest& request, Moment now);

// A path of the endpoint.
struct Route {
    std::string_view path;
    std::string_view about;
    StatusResponse (*respond)(const StatusView& view, const StatusRequest& request, Moment now);
};
[[nodiscard]] std::span<const Route> routes();

}  // namespace sidecar
