#include "sidecar/doh_request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace sidecar {
namespace {

constexpr std::string_view path = "/dns-query";
constexpr std::string_view parameter = "dns=";

constexpr std::uint8_t no_digit = 0xFF;
// The values of RFC 4648 section 5.
constexpr auto digit_values = [] {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::array<std::uint8_t, 256> values{};
    for (auto& value : values) value = no_digit;
    for (std::size_t i = 0; i < digits.size(); ++i)
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

constexpr std::size_t encoded_size(std::size_t octets)
{
    return (octets * 4 + 2) / 3;
}

bool decode_base64url(std::string_view text, shim::Bytes& out)
{
    if (text.size() % 4 == 1) return false;  // six bits are no octet
    out.clear();
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char digit : text) {
        const auto value = digit_values[static_cast<unsigned char>(digit)];
        if (value == no_digit) return false;
        bits = (bits << 6) | value;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    return true;
}

// The value of the only parameter `dns`; nothing when it is not there, or there more than once.
std::optional<std::string_view> dns_parameter(std::string_view parameters)
{
    std::optional<std::string_view> found;
    while (!parameters.empty()) {
        const auto size = std::min(parameters.find('&'), parameters.size());
        const auto one = parameters.substr(0, size);
        if (one.substr(0, parameter.size()) == parameter) {
            if (found) return std::nullopt;
            found = one.substr(parameter.size());
        }
        parameters.remove_prefix(std::min(size + 1, parameters.size()));
    }
    return found;
}

// Blind to case and to parameters (RFC 9110 section 8.3.1).
bool is_dns_message(std::string_view content_type)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(type.begin(), type.end(), dns_media_type.begin(), dns_media_type.end(),
                      [&](char left, char right) { return lower(left) == right; });
}

}  // namespace

std::variant<shim::BytesView, HttpError>
find_query(const DohRequest& request, std::size_t limit, shim::Bytes& room)
{
    const auto path_size = std::min(request.target.find('?'), request.target.size());
    if (request.target.substr(0, path_size) != path) return http_error::not_found;

    if (request.method == "POST") {
        if (!is_dns_message(request.content_type)) return http_error::unsupported_media_type;
        if (request.body.size() > limit) return http_error::too_large;
        return request.body;
    }
    if (request.method != "GET" && request.method != "HEAD") return http_error::method_not_allowed;

    const auto text =
        dns_parameter(request.target.substr(std::min(path_size + 1, request.target.size())));
    if (!text) return http_error::no_dns_parameter;
    // Before any work on what may be much.
    if (text->size() > encoded_size(limit)) return http_error::target_too_long;
    if (!decode_base64url(*text, room)) return http_error::bad_base64url;
    return room;
}

}  // namespace sidecar
