#pragma once

#include "shim/error.hpp"
#include "shim/types.hpp"
#include "shim/wire.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shim {

// A fully qualified domain name: uncompressed wire form, root label included, in lower case, so
// that equal names have equal octets (RFC 4343 section 3). A reply echoes the question's own
// octets and so keeps its spelling. Labels may hold any octet. Holds no memory elsewhere.
class Name {
public:
    // The root.
    Name() noexcept { octets_[0] = 0; }
    Name(const Name& other) noexcept { copy(other); }
    Name& operator=(const Name& other) noexcept
    {
        copy(other);
        return *this;
    }
    ~Name() = default;

    // Presentation form (RFC 1035 section 5.1): dots separate, `\.` and `\DDD` escape, a trailing
    // dot is optional, "." is the root. Fails with a label or name that is too long or empty.
    [[nodiscard]] static Result<Name> from_text(std::string_view text);

    // With every octet escaped that could be taken for something else; no trailing dot but for ".".
    [[nodiscard]] std::string to_text() const;

    [[nodiscard]] BytesView wire() const noexcept { return {octets_.data(), size_}; }
    [[nodiscard]] bool is_root() const noexcept { return size_ == 1; }
    [[nodiscard]] std::size_t label_count() const noexcept { return labels_; }

    // Without its first label; the root's parent is the root.
    [[nodiscard]] Name parent() const noexcept;

    // True for the apex itself too.
    [[nodiscard]] bool is_at_or_below(const Name& apex) const noexcept;

    // This name put below another one: "web" + "svc.cluster.local". Fails when it is too long.
    [[nodiscard]] Result<Name> below(const Name& apex) const;

    // For building a name from its front: clear, then runs of `count` labels as they stand on the
    // wire, each whole and behind its length; the root label ends the last run and is not counted.
    // append says false, and leaves the name as it is, when it would become too long.
    void clear() noexcept { size_ = labels_ = 0; }
    [[nodiscard]] bool append(BytesView run, std::size_t count) noexcept;

    [[nodiscard]] friend bool operator==(const Name& left, const Name& right) noexcept
    {
        return std::equal(left.octets_.begin(), left.octets_.begin() + left.size_,
                          right.octets_.begin(), right.octets_.begin() + right.size_);
    }

private:
    void copy(const Name& other) noexcept
    {
        size_ = other.size_;
        labels_ = other.labels_;
        std::copy_n(other.octets_.begin(), size_, octets_.begin());
    }

    std::array<std::uint8_t, wire::max_name> octets_;
    std::uint8_t size_ = 1;
    std::uint8_t labels_ = 0;
};

// A label in presentation form, escaped so that it can stand in a name.
[[nodiscard]] std::string label_to_text(BytesView label);

}  // namespace shim
