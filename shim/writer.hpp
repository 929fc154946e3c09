#pragma once

#include "shim/message_view.hpp"
#include "shim/name.hpp"
#include "shim/record_run.hpp"
#include "shim/types.hpp"
#include "shim/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace shim {

// Who asks, as far as the size and form of a reply go.
struct Client {
    Transport transport = Transport::udp;
    bool loopback = false;
};

// An Extended DNS Error (RFC 8914 section 2). The text is cut where the reply would grow too large.
struct Ede {
    EdeCode code = EdeCode::other;
    std::string text;
};

// Octets a reply to this query may have: RFC 6891 section 6.2.3 on UDP, the whole message
// elsewhere.
[[nodiscard]] std::size_t size_limit(const Query& query, Client client) noexcept;

// Writes one reply: header and question first, as the query has them, then records in the order
// of the sections, then finish(). What does not fit makes the reply empty with TC set
// (RFC 2181 section 9). Never writes past the room it was given.
class ReplyWriter {
public:
    enum class Section : std::uint8_t { answer, authority };

    // `out` must have room for a question and an OPT record: wire::classic_udp_size always is.
    ReplyWriter(const Query& query, Client client, BytesSpan out) noexcept;

    void authoritative() noexcept { flags_ |= wire::aa_bit; }

    // `owner` is an offset in the message where the owner name of all records stands.
    void
    add(Section section, const RecordRun& records, std::size_t owner = wire::header_size) noexcept;

    // One record. Returns the offset of its rdata.
    std::size_t add(Section section,
                    std::size_t owner,
                    RrType type,
                    std::uint32_t ttl,
                    BytesView rdata) noexcept;

    // For a reply that is passed on: more flags, and records of all sections as they stand in the
    // upstream's message, whose question has the same size and so leaves pointers right.
    void set_flags(std::uint16_t flags) noexcept { flags_ |= flags; }
    void add_foreign(BytesView records,
                     std::uint16_t answers,
                     std::uint16_t authority,
                     std::uint16_t additional) noexcept;
    void truncate() noexcept { truncated_ = true; }

    // The size of the whole message. `options` go into the OPT record as far as they fit.
    [[nodiscard]] std::size_t finish(Rcode rcode) noexcept { return finish(rcode, BytesView{}); }
    [[nodiscard]] std::size_t finish(Rcode rcode, BytesView options) noexcept;
    [[nodiscard]] std::size_t finish(Rcode rcode, const Ede& ede);

private:
    bool fits(std::size_t size) noexcept;
    void put(BytesView octets) noexcept;
    void put_u16(std::size_t value) noexcept;
    void count(Section section, std::size_t records) noexcept;
    void put_opt(Rcode rcode, BytesView options) noexcept;
    void put_padding() noexcept;

    const Query& query_;
    Client client_;
    BytesSpan out_;
    std::size_t limit_;  // for records: without the OPT record
    std::size_t size_;
    std::uint16_t flags_;
    std::uint16_t answers_ = 0;
    std::uint16_t authority_ = 0;
    std::uint16_t additional_ = 0;
    bool truncated_ = false;
};

// A reply with nothing but the header, for a query whose question could not be read or does not
// matter. `message` has at least a header.
[[nodiscard]] std::size_t write_header_only(BytesView message, Rcode rcode, BytesSpan out) noexcept;

}  // namespace shim
