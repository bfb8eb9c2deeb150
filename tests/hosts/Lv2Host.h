// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::tests {

/** Numbers for URIs, as a host gives them out. */
class UridMap {
public:
    LV2_URID number(const std::string& uri);
    const char* uri(LV2_URID number) const;

private:
    std::vector<std::string> uris_;
};

/** The built bundle, read by lilv alone: nothing that is installed is looked at. */
class Lv2World {
public:
    explicit Lv2World(const std::string& bundleDirectory);
    ~Lv2World();
    Lv2World(const Lv2World&) = delete;
    Lv2World& operator=(const Lv2World&) = delete;

    LilvWorld* world() const { return world_; }

    const LilvPlugin* plugin() const { return plugin_; } ///< null where the URI is not there

    /** Texts of all objects of (subject, predicate). */
    std::vector<std::string> objects(const LilvNode* subject, const char* predicate) const;
    /** As a number; NaN where there is none. */
    double number(const LilvNode* subject, const char* predicate) const;

    static constexpr const char* pluginUri = "https://phonostage.github.io/lv2/phonostage";

private:
    LilvWorld* world_;
    const LilvPlugin* plugin_ = nullptr;
};

/** One running instance: two audio inputs and outputs, the event ports and the three control ports. */
class Lv2Instance {
public:
    enum class Start { active, connected }; ///< connected: nothing is activated yet

    Lv2Instance(const Lv2World& world, double rateHz, int maxBlockFrames, Start start = Start::active);
    ~Lv2Instance();
    Lv2Instance(const Lv2Instance&) = delete;
    Lv2Instance& operator=(const Lv2Instance&) = delete;

    /** As often as the test likes: nothing is held back. At the end deactivate() is called once more. */
    void activate();
    void deactivate();

    /** In place; at most maxBlockFrames. */
    void run(std::vector<std::vector<float>>& signal, std::size_t from, std::size_t to);
    /** In blocks of one size. */
    void runAll(std::vector<std::vector<float>>& signal, std::size_t from, std::size_t to, std::size_t blockFrames);

    /** Sends patch:Set of a parameter, in its own unit, with the next block. */
    void setParameter(const std::string& key, float value);

    /** patch:Set messages of the last blocks, by parameter's key; the newest wins. */
    const std::map<std::string, float>& reported() const { return reported_; }

    /** Called with true before each run() of the plugin and with false after it. */
    void (*aroundRun)(bool entering) = nullptr;

    float enabled = 1.0F;
    float freeWheeling = 0.0F;
    float latency = -1.0F;

    std::string saveState();
    /** As a host keeps it: the file state.ttl in a folder, with the values of the control inputs. */
    void saveStateTo(const std::string& directory);
    void restoreState(const std::string& text);
    /** One of the bundle's presets, as a host's menu loads it. */
    void loadPreset(const std::string& presetUri);

private:
    void readReports();
    LilvState* makeState(const char* directory);

    const Lv2World& world_;
    UridMap uris_;
    LV2_URID_Map map_{};
    LV2_URID_Unmap unmap_{};
    std::array<LV2_Options_Option, 5> options_{};
    std::array<LV2_Feature, 4> features_{};
    std::array<const LV2_Feature*, 5> featureList_{};
    std::int32_t blockLength_, minBlockLength_ = 1, sequenceSize_ = 65536;
    float rate_;
    LilvInstance* instance_ = nullptr;
    std::array<std::vector<float>, 2> in_, out_;
    std::vector<std::uint64_t> inEvents_, outEvents_;
    std::map<std::string, float> pending_;
    std::map<std::string, float> reported_;
};

} // namespace phonostage::tests
