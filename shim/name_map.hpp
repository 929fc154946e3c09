#pragma once

#include "shim/name.hpp"
#include "shim/types.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
        std::uint32_t hash = seed;
        std::size_t index = none;
        visit_suffixes(name.wire(), [&](std::uint32_t level_hash, BytesView suffix) {
            hash = level_hash;
            index = suffix.size() == name.wire().size() ? find(level_hash, suffix) : none;
            return true;
        });
        if (index != none) return entries_[index].value;
        return insert(hash, name);
    }

    // Calls visit(value, apex) for every ancestor that has a value, the root first and the name
    // itself last; apex is the ancestor's wire form. Stops when visit says false.
    template <typename Visitor>
    void walk(const Name& name, Visitor&& visit) const
    {
        visit_suffixes(name.wire(), [&](std::uint32_t hash, BytesView suffix) {
            const auto index = find(hash, suffix);
            return index == none || visit(entries_[index].value, suffix);
        });
    }

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::uint32_t hash;
        std::uint32_t key_offset;  // into keys_
        std::uint8_t key_size;
        T value;
    };

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    static constexpr std::uint32_t seed = 2166136261U;  // FNV-1a, 32 bits
    static constexpr std::uint32_t prime = 16777619U;

    // Hashes label by label from the root down, so that every level costs only its own octets.
    template <typename Visitor>
    void visit_suffixes(BytesView name, Visitor&& visit) const
    {
        std::array<std::uint8_t, wire::max_labels + 1>
            starts;  // NOLINT: filled as far as it is read
        std::size_t count = 0;
        std::size_t at = 0;
        for (; name[at] != 0; at += name[at] + 1U) starts[count++] = static_cast<std::uint8_t>(at);

        std::uint32_t hash = seed;
        if (!visit(hash, name.subspan(at))) return;
        while (count > 0) {
            const std::size_t start = starts[--count];
            for (std::size_t i = start, end = start + name[start] + 1U; i < end; ++i)
                hash = (hash ^ name[i]) * prime;
            if (!visit(hash, name.subspan(start))) return;
        }
    }

    [[nodiscard]] std::size_t find(std::uint32_t hash, BytesView key) const noexcept
    {
        if (slots_.empty()) return none;
        for (std::size_t slot = mix(hash);; slot = (slot + 1) & (slots_.size() - 1)) {
            if (slots_[slot] == 0) return none;
            const std::size_t index = slots_[slot] - 1U;
            const Entry& entry = entries_[index];
            if (entry.hash == hash && entry.key_size == key.size() &&
                std::equal(key.begin(), key.end(), keys_.begin() + entry.key_offset))
                return index;
        }
    }

    T& insert(std::uint32_t hash, const Name& name)
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
        slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
        std::size_t number = 0;
        for (const Entry& entry : entries_) place(entry.hash, ++number);
    }

    // `number` is the entry's index plus one; zero marks an empty slot.
    void place(std::uint32_t hash, std::size_t number)
    {
        std::size_t slot = mix(hash);
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = static_cast<std::uint32_t>(number);
    }

    // FNV's high bits are the better ones; fold them into those that choose the slot.
    [[nodiscard]] std::size_t mix(std::uint32_t hash) const noexcept
    {
        return (hash ^ (hash >> 16)) & (slots_.size() - 1);
    }

    std::vector<std::uint32_t> slots_;
    std::vector<Entry> entries_;
    std::vector<std::uint8_t> keys_;
};

}  // namespace shim
