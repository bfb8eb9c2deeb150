// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/SoundFormats.h"

#include "media/io/MediaError.h"
#include "media/io/SoundFileIo.h"
#include "media/io/SoundSource.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace phonostage::media {
namespace {

enum class Remedy { ffmpeg, ffmpegFromDsd, wavpack, audacity, unpack, none };

struct Foreign {
    std::size_t at;
    std::string_view bytes;
    const char* name;
    Remedy remedy;
};

using std::string_view_literals::operator""sv;

// First match wins.
constexpr std::array<Foreign, 37> foreign{{
    {0, "wvpk", "WavPack", Remedy::wavpack},
    {4, "ftyp", "MP4 or M4A (AAC or ALAC)", Remedy::ffmpeg},
    {4, "moov", "QuickTime", Remedy::ffmpeg},
    {4, "mdat", "QuickTime", Remedy::ffmpeg},
    {4, "wide", "QuickTime", Remedy::ffmpeg},
    {0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, "Windows Media (WMA)", Remedy::ffmpeg},
    {0, "DSD ", "DSD (DSF)", Remedy::ffmpegFromDsd},
    {0, "FRM8", "DSD (DFF)", Remedy::ffmpegFromDsd},
    {0, "MAC ", "Monkey's Audio", Remedy::ffmpeg},
    {0, "\xff\xf1"sv, "AAC", Remedy::ffmpeg},
    {0, "\xff\xf9"sv, "AAC", Remedy::ffmpeg},
    {0, "ADIF", "AAC", Remedy::ffmpeg},
    {0, "\x1a\x45\xdf\xa3"sv, "Matroska or WebM", Remedy::ffmpeg},
    {0, "TTA1", "True Audio", Remedy::ffmpeg},
    {0, "TTA2", "True Audio", Remedy::ffmpeg},
    {0, "tBaK", "TAK", Remedy::ffmpeg},
    {0, "OFR ", "OptimFROG", Remedy::ffmpeg},
    {0, "MPCK", "Musepack", Remedy::ffmpeg},
    {0, "MP+", "Musepack", Remedy::ffmpeg},
    {0, "\x0b\x77"sv, "AC-3", Remedy::ffmpeg},
    {0, "\x7f\xfe\x80\x01"sv, "DTS", Remedy::ffmpeg},
    {0, "ajkg", "Shorten", Remedy::ffmpeg},
    {0, ".RMF", "RealMedia", Remedy::ffmpeg},
    {0, ".ra\xfd"sv, "RealAudio", Remedy::ffmpeg},
    {0, "#!AMR", "AMR", Remedy::ffmpeg},
    {8, "AVI ", "AVI", Remedy::ffmpeg},
    {0, "FLV\x01"sv, "Flash video", Remedy::ffmpeg},
    {0, "OggS", "an unsupported kind of Ogg", Remedy::ffmpeg},
    {0, "ID3", "an unsupported kind of MPEG audio", Remedy::ffmpeg},
    {0, "SQLite format 3", "an Audacity project or a database", Remedy::audacity},
    {0, "PK\x03\x04"sv, "an archive (ZIP)", Remedy::unpack},
    {0, "\x1f\x8b"sv, "an archive (gzip)", Remedy::unpack},
    {0, "7z\xbc\xaf"sv, "an archive (7z)", Remedy::unpack},
    {0, "Rar!", "an archive (RAR)", Remedy::unpack},
    {0, "MThd", "MIDI, which has notes but no audio", Remedy::none},
    {0, "\x89PNG"sv, "a picture (PNG)", Remedy::none},
    {0, "\xff\xd8\xff"sv, "a picture (JPEG)", Remedy::none},
}};

std::string wavBeside(const std::filesystem::path& path) {
    auto wav = path;
    wav.replace_extension(".wav");
    if (wav == path) wav.replace_filename(path.stem().string() + "-pcm.wav");
    return isStandardStream(path) ? "x.wav" : base::quoted(wav);
}

std::string inputOf(const std::filesystem::path& path) { return isStandardStream(path) ? "x" : base::quoted(path); }

} // namespace

std::string convertCommand(const std::filesystem::path& path) {
    return "ffmpeg -i " + inputOf(path) + " -vn -c:a pcm_s24le " + wavBeside(path);
}

std::string foreignFormat(const base::ByteSource& source, const std::filesystem::path& path) {
    std::array<char, 32> bytes{};
    const auto got = source.readAt(0, bytes.data(), bytes.size());
    const std::string_view text(bytes.data(), static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
    for (const auto& kind : foreign) {
        if (text.size() < kind.at || !text.substr(kind.at).starts_with(kind.bytes)) continue;
        const auto start = std::string(" is ") + kind.name;
        switch (kind.remedy) {
        case Remedy::ffmpeg:
            return start + ", which is not supported: convert it to WAV with " + convertCommand(path);
        case Remedy::ffmpegFromDsd:
            return start + ", which is not supported: convert it to WAV with ffmpeg -i " + inputOf(path) +
                   " -ar 96000 -c:a pcm_s24le " + wavBeside(path);
        case Remedy::wavpack:
            return start + ", which is not supported: convert it to WAV with wvunpack " + inputOf(path) + " -o " +
                   wavBeside(path);
        case Remedy::audacity:
            return start + ", not an audio file: open it in Audacity and export a WAV";
        case Remedy::unpack:
            return start + ": unpack it and use the audio file in it";
        case Remedy::none:
            return start + "; it is not an audio file: use a WAV, FLAC or AIFF";
        }
    }
    return {};
}

std::string containerName(int format) {
    SF_FORMAT_INFO info{};
    info.format = format & SF_FORMAT_TYPEMASK;
    return sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) == 0 && info.name != nullptr ? info.name
                                                                                                     : "audio";
}

std::string codingName(int format, int wordBits) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_FLOAT:
        return "32 bit float";
    case SF_FORMAT_DOUBLE:
        return "64 bit float";
    case SF_FORMAT_ALAW:
        return "A-law";
    case SF_FORMAT_ULAW:
        return "mu-law";
    default:
        return wordBits > 0 ? std::to_string(wordBits) + " bit" : "compressed";
    }
}

int integerBits(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return 8;
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_ALAC_16:
        return 16;
    case SF_FORMAT_ALAC_20:
        return 20;
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_ALAC_24:
        return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ALAC_32:
        return 32;
    default:
        return 0;
    }
}

bool isCompandedFormat(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_ALAW:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_IMA_ADPCM:
    case SF_FORMAT_MS_ADPCM:
    case SF_FORMAT_GSM610:
    case SF_FORMAT_VOX_ADPCM:
    case SF_FORMAT_NMS_ADPCM_16:
    case SF_FORMAT_NMS_ADPCM_24:
    case SF_FORMAT_NMS_ADPCM_32:
    case SF_FORMAT_G721_32:
    case SF_FORMAT_G723_24:
    case SF_FORMAT_G723_40:
    case SF_FORMAT_DPCM_8:
    case SF_FORMAT_DPCM_16:
        return true;
    default:
        return false;
    }
}

} // namespace phonostage::media
