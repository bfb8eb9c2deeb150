// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "ui/response/ResponseModel.h"

using namespace phonostage;
using namespace phonostage::tests;

TEST_CASE("The plot's curve is the table's", "[ui]") {
    ui::ResponseModel model;
    dsp::FilterSettings settings;
    CHECK(model.update(settings, 96000.0));
    CHECK_FALSE(model.update(settings, 96000.0)); // kept
    // RIAA, from the closed form of IEC 60098's time constants.
    CHECK_THAT(model.idealDb(20.0), WithinAbs(19.2741483702, 1e-9));
    CHECK_THAT(model.idealDb(3150.0), WithinAbs(-5.0379844430, 1e-9));
    CHECK_THAT(model.actingDb(3150.0), WithinAbs(-5.0379844430, 1e-3));
    CHECK(std::abs(model.curveErrorMillidb(3150.0)) < 0.1);
    CHECK(std::abs(model.curveErrorMillidb(20.0)) < 0.1);
    CHECK_THAT(model.filtersDb(20.0), WithinAbs(-0.00003, 0.00002));
    CHECK_THAT(model.maxHz(), WithinAbs(40000.0, 1e-9));
    CHECK(model.topDb() >= model.idealDb(10.0) + 3.0);
    CHECK(model.bottomDb() <= model.idealDb(40000.0) - 3.0);

    settings.subsonic = dsp::Subsonic{20.0, 18};
    CHECK(model.update(settings, 96000.0));
    CHECK_THAT(model.filtersDb(20.0), WithinAbs(-3.0103, 0.01));
    CHECK(std::abs(model.curveErrorMillidb(20.0)) < 0.1); // the curve itself is where it was

    CHECK(model.update(settings, 44100.0));
    CHECK_THAT(model.maxHz(), WithinAbs(22050.0, 1e-9));
}

TEST_CASE("Load, undone RIAA, speed and mono bass are in the curve that acts and in the ideal one", "[ui]") {
    ui::ResponseModel model;
    dsp::FilterSettings settings;
    settings.undoRiaa = true;
    settings.speedRatio = 45.0 / (100.0 / 3.0);
    dsp::LoadCorrection load;
    load.have = {10e3, 200e-12};
    settings.load = load;
    settings.monoBass = dsp::MonoBass{120.0, 12};
    REQUIRE(model.update(settings, 96000.0));
    for (const double frequencyHz : {30.0, 100.0, 1000.0, 10000.0}) {
        INFO(frequencyHz);
        const double ideal = 20.0 * std::log10(std::abs(dsp::analogueResponse(settings, frequencyHz))) +
                             20.0 * std::log10(std::abs(dsp::analogueLoadRatio(load, frequencyHz)));
        CHECK_THAT(model.idealDb(frequencyHz), WithinAbs(ideal, 1e-9));
        CHECK(std::abs(model.curveErrorMillidb(frequencyHz)) < 10.0);
        CHECK_THAT(model.actingDb(frequencyHz), WithinAbs(ideal, 0.011));
    }
    // A second-order Butterworth takes 3 dB off the difference at its corner.
    CHECK_THAT(model.sideDb(120.0) - model.actingDb(120.0), WithinAbs(-3.0103, 0.02));
    CHECK_THAT(model.sideDb(5000.0) - model.actingDb(5000.0), WithinAbs(0.0, 0.01));
}

TEST_CASE("The plot holds every curve of the catalogue at every rate", "[ui]") {
    ui::ResponseModel model;
    for (const auto& entry : catalogue::curveCatalogue())
        for (const bool inverse : {false, true}) {
            dsp::FilterSettings settings;
            settings.curve = entry.curve;
            settings.curve.inverse = inverse;
            model.update(settings, 48000.0);
            for (const double frequencyHz : {10.0, 100.0, 1000.0, 10000.0, 20000.0}) {
                INFO(entry.name << (inverse ? " inverse " : " ") << frequencyHz);
                CHECK(model.idealDb(frequencyHz) <= model.topDb());
                CHECK(model.idealDb(frequencyHz) >= model.bottomDb());
            }
        }
    for (const double rateHz : {8000.0, 768000.0, 0.0, 1e9}) {
        model.update(dsp::FilterSettings{}, rateHz);
        CHECK(model.maxHz() > 1000.0);
        CHECK(std::isfinite(model.actingDb(1000.0)));
    }
}

TEST_CASE("The read-out names frequency, level and deviation", "[ui]") {
    Bench bench;
    bench.set(params::Id::subsonicOn, 1.0);
    bench.beat();
    const auto readOut = bench.editor->face().plot().readOutAt(3150.0);
    CHECK(readOut.frequency == "3.15 kHz");
    CHECK(readOut.level.toStdString() == "−5.038 dB");
    CHECK(readOut.curveError.startsWith("deviation "));
    CHECK(readOut.curveError.endsWith(" mdB"));
    const auto low = bench.editor->face().plot().readOutAt(20.0);
    CHECK(low.filters.toStdString() == "high-pass −3.01 dB");
}
