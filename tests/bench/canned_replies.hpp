#pragma once

#include "shim/types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace bench {

// The replies that the program gives by sample_policy(), made once and copied ever after: the
// octets of a real server's replies without its work. Good for names of one length, that of
// `name`, since an SOA's owner points into the question.
class CannedReplies {
public:
    explicit CannedReplies(const char* name = "0123456789.dev.example.com");

    // Turns a query of so many octets into its reply, in place; returns the reply's size, or 0 for
    // what it can not answer.
    [[nodiscard]] std::size_t reply(shim::BytesSpan room, std::size_t query_size) const noexcept;

private:
    struct Canned {
        std::array<std::uint8_t, 8> header{};  // from ANCOUNT on, after FLAGS
        shim::Bytes records;
    };

    [[nodiscard]] static Canned can(const char* name, const char* type);

    Canned a_;
    Canned caa_;
    Canned nodata_;
};

}  // namespace bench
