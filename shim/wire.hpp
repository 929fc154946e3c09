#pragma once

#include <cstddef>
#include <cstdint>

// Numbers of the wire format; nothing else in the project knows them.
//
// RFC 1035 section 4.1.1, with AD and CD from RFC 4035 section 3.2:
//
//      0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15
//    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
//    |                      ID                       |
//    |QR|   Opcode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
//    |                    QDCOUNT                    |
//    |                    ANCOUNT                    |
//    |                    NSCOUNT                    |
//    |                    ARCOUNT                    |
//    +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
namespace shim::wire {

inline constexpr std::size_t header_size = 12;
inline constexpr std::size_t id_offset = 0;
inline constexpr std::size_t flags_offset = 2;
inline constexpr std::size_t qdcount_offset = 4;
inline constexpr std::size_t ancount_offset = 6;
inline constexpr std::size_t nscount_offset = 8;
inline constexpr std::size_t arcount_offset = 10;

inline constexpr std::uint16_t qr_bit = 0x8000;
inline constexpr std::uint16_t opcode_mask = 0x7800;
inline constexpr std::uint16_t aa_bit = 0x0400;
inline constexpr std::uint16_t tc_bit = 0x0200;
inline constexpr std::uint16_t rd_bit = 0x0100;
inline constexpr std::uint16_t ra_bit = 0x0080;
inline constexpr std::uint16_t ad_bit = 0x0020;
inline constexpr std::uint16_t cd_bit = 0x0010;
inline constexpr std::uint16_t rcode_mask = 0x000F;

inline constexpr std::size_t max_label = 63;  // RFC 1035 section 2.3.4
inline constexpr std::size_t max_name = 255;  // RFC 1035 section 2.3.4
// Follows from max_name: one octet a label, and its length.
inline constexpr std::size_t max_labels = 127;
inline constexpr std::uint8_t pointer_mask = 0xC0;        // RFC 1035 section 4.1.4
inline constexpr std::uint16_t pointer_bits = 0xC000;     // RFC 1035 section 4.1.4
inline constexpr std::uint16_t max_pointer = 0x3FFF;      // RFC 1035 section 4.1.4
inline constexpr std::size_t max_character_string = 255;  // RFC 1035 section 3.3

inline constexpr std::size_t classic_udp_size = 512;  // RFC 1035 section 4.2.1
// No fragment on any usual path (DNS flag day 2020).
inline constexpr std::size_t safe_udp_size = 1232;
inline constexpr std::size_t loopback_udp_size = 4096;  // nothing fragments on loopback
inline constexpr std::size_t max_message = 65535;       // RFC 1035 section 4.2.2
inline constexpr std::uint32_t max_ttl = 0x7FFF'FFFF;   // RFC 2181 section 8

inline constexpr std::size_t question_fixed_size = 4;  // QTYPE, QCLASS
inline constexpr std::size_t record_fixed_size = 10;   // TYPE, CLASS, TTL, RDLENGTH
// Root owner and the fixed part, RFC 6891 section 6.1.2.
inline constexpr std::size_t opt_record_size = 11;
inline constexpr std::uint32_t do_bit = 0x8000;       // in the TTL of OPT, RFC 6891 section 6.1.4
inline constexpr std::size_t option_header_size = 4;  // RFC 6891 section 6.1.2
inline constexpr std::uint16_t padding_option = 12;   // RFC 7830 section 3
inline constexpr std::uint16_t ede_option = 15;       // RFC 8914 section 2
inline constexpr std::size_t padding_block = 468;     // RFC 8467 section 4.1

}  // namespace shim::wire
