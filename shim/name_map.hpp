#pragma once

#include "shim/name.hpp"
#include "shim/types.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace shim {

// A map from names to values that is searched along the ancestors of a name, from the root down.
// The cost is one probe a level, whatever the number of entries. Entries are never removed, and
// only configuration adds them, so nobody outside can choose keys that collide.
template <typename T>
class NameMap {
public:
    // The value of this very name, made if it is not there yet. The reference holds until the
    // next call.
    T& at(const Name& name)
    {
        const auto hash = hash_of(name);
        if (const auto number = find(hash, name.wire()); number != 0)
            return entries_[number - 1].value;
        return insert(hash, name);
    }

    // Whether this very name has a value.
    [[nodiscard]] bool has(const Name& name) const { return find(hash_of(name), name.wire()) != 0; }

    // Calls visit(value, apex) for every ancestor that has a value, the root first and the name
    // itself last; apex is the ancestor's wire form.
    template <typename Visitor>
    void walk(const Name& name, Visitor&& visit) const
    {
        visit_suffixes(name.wire(), [&](std::uint64_t hash, BytesView suffix) {
            if (const auto number = find(hash, suffix); number != 0)
                visit(entries_[number - 1].value, suffix);
        });
    }

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::uint64_t hash;
        std::uint32_t key_offset;  // into keys_
        std::uint8_t key_size;
        T value;
    };

    static constexpr std::size_t first_slots = 16;

    // Multiplying by an odd number without a pattern (2^64 over the golden ratio) carries each bit
    // of the word into the high ones, which choose the slot.
    [[nodiscard]] static std::uint64_t mix(std::uint64_t hash, std::uint32_t word) noexcept
    {
        return (hash ^ word) * 0x9E37'79B9'7F4A'7C15U;
    }

    // Four octets at a time, in the machine's order, the last four in any case: what was hashed
    // already is no harm. A label that is shorter goes one by one.
    [[nodiscard]] static std::uint64_t mix(std::uint64_t hash, BytesView label) noexcept
    {
        std::uint32_t word = 0;
        if (label.size() < sizeof word) {
            for (const auto octet : label) hash = mix(hash, std::uint32_t{octet});
            return hash;
        }
        for (auto rest = label; rest.size() > sizeof word; rest = rest.subspan(sizeof word)) {
            std::memcpy(&word, rest.data(), sizeof word);
            hash = mix(hash, word);
        }
        std::memcpy(&word, label.last(sizeof word).data(), sizeof word);
        return mix(hash, word);
    }

    // Hashes label by label from the root down, so that every level costs only its own octets.
    template <typename Visitor>
    static void visit_suffixes(BytesView name, Visitor&& visit)
    {
        std::array<std::uint8_t, wire::max_labels> starts;  // NOLINT: filled as far as it is read
        std::size_t count = 0;
        std::size_t at = 0;
        for (; name[at] != 0; at += name[at] + 1U) starts[count++] = static_cast<std::uint8_t>(at);

        std::uint64_t hash = 0;
        visit(hash, name.subspan(at));
        while (count > 0) {
            const std::size_t start = starts[--count];
            hash = mix(hash, name.subspan(start, name[start] + 1U));
            visit(hash, name.subspan(start));
        }
    }

    [[nodiscard]] static std::uint64_t hash_of(const Name& name)
    {
        std::uint64_t last = 0;
        visit_suffixes(name.wire(), [&](std::uint64_t hash, BytesView) { last = hash; });
        return last;
    }

    // The entry's number; zero when there is none.
    [[nodiscard]] std::size_t find(std::uint64_t hash, BytesView key) const noexcept
    {
        for (std::size_t slot = hash >> shift_;; slot = (slot + 1) & (slots_.size() - 1)) {
            const std::size_t number = slots_[slot];
            if (number == 0) return 0;
            const Entry& entry = entries_[number - 1];
            if (entry.hash == hash && entry.key_size == key.size() &&
                std::equal(key.begin(), key.end(), keys_.begin() + entry.key_offset))
                return number;
        }
    }

    T& insert(std::uint64_t hash, const Name& name)
    {
        if ((entries_.size() + 1) * 2 > slots_.size()) grow();
        const auto key = name.wire();
        entries_.push_back({hash, static_cast<std::uint32_t>(keys_.size()),
                            static_cast<std::uint8_t>(key.size()), T{}});
        keys_.insert(keys_.end(), key.begin(), key.end());
        place(hash, entries_.size());
        return entries_.back().value;
    }

    void grow()
    {
        slots_.assign(slots_.size() * 2, 0);
        --shift_;
        std::size_t number = 0;
        for (const Entry& entry : entries_) place(entry.hash, ++number);
    }

    void place(std::uint64_t hash, std::size_t number)
    {
        std::size_t slot = hash >> shift_;
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint32_t>(number);
    }

    // Entry numbers, from one; zero marks an empty slot. A power of two, twice the entries at
    // least.
    std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(first_slots);
    int shift_ = 64 - std::countr_zero(first_slots);  // leaves the bits of a hash that are a slot
    std::vector<Entry> entries_;
    std::vector<std::uint8_t> keys_;
};

}  // namespace shim
