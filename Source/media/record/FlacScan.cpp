// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/FlacScan.h"

#include <FLAC/stream_decoder.h>

#include <algorithm>
#include <memory>
#include <string>

namespace phonostage::media {
namespace {

struct Scanner {
    const base::ByteSource& source;
    std::int64_t position = 0;
    FlacScan found;
    Md5 md5;
    std::string bytes;
    bool hasInfo = false, hasError = false;
    FLAC__StreamDecoder* decoder = nullptr;
};

Scanner& of(void* data) { return *static_cast<Scanner*>(data); }

FLAC__StreamDecoderReadStatus readBytes(const FLAC__StreamDecoder*, FLAC__byte* buffer, size_t* count, void* data) {
    auto& scan = of(data);
    const auto got = scan.source.readAt(scan.position, buffer, *count);
    *count = got > 0 ? static_cast<size_t>(got) : 0;
    scan.position += static_cast<std::int64_t>(*count);
    if (got < 0) return FLAC__STREAM_DECODER_READ_STATUS_ABORT;
    return got == 0 ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

FLAC__StreamDecoderTellStatus tellPlace(const FLAC__StreamDecoder*, FLAC__uint64* place, void* data) {
    *place = static_cast<FLAC__uint64>(of(data).position);
    return FLAC__STREAM_DECODER_TELL_STATUS_OK;
}

FLAC__bool isAtEnd(const FLAC__StreamDecoder*, void* data) {
    auto& scan = of(data);
    return scan.position >= scan.source.size();
}

void addSamples(Scanner& scan, const FLAC__Frame* frame, const FLAC__int32* const planes[]) {
    const auto channels = static_cast<std::size_t>(frame->header.channels);
    const auto width = static_cast<std::size_t>(scan.found.info.wordBits / 8);
    scan.bytes.resize(frame->header.blocksize * channels * width);
    char* out = scan.bytes.data();
    for (std::size_t i = 0; i < frame->header.blocksize; ++i)
        for (std::size_t channel = 0; channel < channels; ++channel)
            for (std::size_t byte = 0; byte < width; ++byte)
                *out++ = static_cast<char>((static_cast<std::uint32_t>(planes[channel][i]) >> (8 * byte)) & 0xff);
    scan.md5.add(scan.bytes.data(), scan.bytes.size());
}

FLAC__StreamDecoderWriteStatus takeFrame(const FLAC__StreamDecoder* decoder, const FLAC__Frame* frame,
                                         const FLAC__int32* const planes[], void* data) {
    auto& scan = of(data);
    auto& info = scan.found.info;
    // Something was skipped, and a frame comes behind it: the gap is in the middle.
    if (scan.hasError) scan.found.isDamaged = true;
    scan.hasError = false;
    addSamples(scan, frame, planes);
    FLAC__uint64 end = 0;
    if (FLAC__stream_decoder_get_decode_position(decoder, &end)) {
        const auto size = static_cast<std::uint32_t>(static_cast<std::int64_t>(end) - scan.found.endBytes);
        info.smallestFrame = info.frames == 0 ? size : std::min(info.smallestFrame, size);
        info.largestFrame = std::max(info.largestFrame, size);
        scan.found.endBytes = static_cast<std::int64_t>(end);
    }
    info.frames = std::max(info.frames, static_cast<std::int64_t>(frame->header.number.sample_number) +
                                            static_cast<std::int64_t>(frame->header.blocksize));
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void takeInfo(const FLAC__StreamDecoder*, const FLAC__StreamMetadata* metadata, void* data) {
    if (metadata->type != FLAC__METADATA_TYPE_STREAMINFO) return;
    auto& scan = of(data);
    const auto& from = metadata->data.stream_info;
    scan.found.info.sampleRateHz = static_cast<int>(from.sample_rate);
    scan.found.info.channels = static_cast<int>(from.channels);
    scan.found.info.wordBits = static_cast<int>(from.bits_per_sample);
    scan.hasInfo = true;
}

void takeError(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus, void* data) { of(data).hasError = true; }

struct Delete {
    void operator()(FLAC__StreamDecoder* each) const { FLAC__stream_decoder_delete(each); }
};

} // namespace

std::optional<FlacScan> scanFlac(const base::ByteSource& source) {
    Scanner scan{source, 0, {}, {}, {}, false, false, nullptr};
    const std::unique_ptr<FLAC__StreamDecoder, Delete> decoder(FLAC__stream_decoder_new());
    if (!decoder) return std::nullopt;
    const auto started = FLAC__stream_decoder_init_stream(decoder.get(), readBytes, nullptr, tellPlace, nullptr,
                                                          isAtEnd, takeFrame, takeInfo, takeError, &scan);
    if (started != FLAC__STREAM_DECODER_INIT_STATUS_OK) return std::nullopt;
    if (!FLAC__stream_decoder_process_until_end_of_metadata(decoder.get()) || !scan.hasInfo) return std::nullopt;
    const auto& info = scan.found.info;
    if ((info.wordBits != 16 && info.wordBits != 24) || info.channels < 1 || info.channels > 2) return std::nullopt;
    FLAC__uint64 start = 0;
    if (FLAC__stream_decoder_get_decode_position(decoder.get(), &start))
        scan.found.endBytes = static_cast<std::int64_t>(start);
    while (FLAC__stream_decoder_get_state(decoder.get()) < FLAC__STREAM_DECODER_END_OF_STREAM)
        if (!FLAC__stream_decoder_process_single(decoder.get())) break;
    if (!scan.found.isDamaged) scan.found.info.md5 = scan.md5.digest();
    return scan.found;
}

} // namespace phonostage::media
