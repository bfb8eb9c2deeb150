// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/TracksPage.h"

#include "app/record/RecordText.h"
#include "media/export/TakePlan.h"
#include "plugin/Processor.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr double acrossSeconds = 3.0; ///< before a cut, and behind it
constexpr double besideClickSeconds = 1.0;
constexpr int mostTracks = 40;

using ui::fromUtf8;

std::filesystem::path toPath(const juce::File& file) { return {file.getFullPathName().toStdString()}; }

/** Takes of a folder and of those in it, the newest first. */
std::vector<juce::File> takesBelow(const juce::File& folder) {
    constexpr int most = 12;
    auto found = folder.findChildFiles(juce::File::findFiles, true, "*.take.json");
    std::vector<juce::File> takes(found.begin(), found.end());
    std::sort(takes.begin(), takes.end(), [](const juce::File& a, const juce::File& b) {
        return a.getLastModificationTime() > b.getLastModificationTime();
    });
    if (takes.size() > most) takes.resize(most);
    return takes;
}

/** "A", "B part 2". */
juce::String sideName(const media::RecordSide& side) {
    auto text = juce::String::charToString(static_cast<juce::juce_wchar>(side.side));
    if (side.part > 1) text << " part " << side.part;
    return text;
}

params::Snapshot stageOnListen(AppModel& model) { return model.stage(); }

} // namespace

TracksPage::TracksPage(AppModel& model, TracksModel& tracks)
    : model_(model), tracks_(tracks), overview_(tracks),
      cut_(tracks, {[this] { togglePlay(); }, [this] { playAcross(); },
                    [this](bool isFlat) {
                        isFlat_ = isFlat;
                        if (model_.player().isPlaying()) playFrom(playingSeconds().value_or(cursor_), 1e9);
                    }}),
      list_(
          tracks, [this] { tracks_.addCut(std::llround(cursorSeconds() * tracks_.edits().sampleRateHz())); },
          [this] { clicks_.open(); }),
      album_(tracks,
             [this] {
                 browse("Cover picture", "*.jpg;*.jpeg;*.png", false, [this](const juce::File& file) {
                     auto album = tracks_.edits().album();
                     album.cover = file.getFullPathName().toStdString();
                     tracks_.setAlbum(album);
                 });
             }),
      export_(tracks, {[this] { return stageOnListen(model_); },
                       [this] {
                           browse("Folder for the tracks", "*", true, [this](const juce::File& folder) {
                               auto settings = model_.record().settings();
                               settings.exportFolder = folder.getFullPathName().toStdString();
                               model_.record().setSettings(settings);
                           });
                       },
                       [this] { return exportFolder(); }}),
      paste_(tracks), clicks_(tracks, {[this] { return export_.choice().stage; },
                                       [this](std::int64_t frame) {
                                           cursor_ = static_cast<double>(frame) / tracks_.edits().sampleRateHz();
                                           cut_.lookAt(cursor_);
                                       },
                                       [this](const media::ScannedClick& click, const params::Snapshot& sound,
                                              bool isBefore) { playClick(click, sound, isBefore); }}) {
    setOpaque(true);
    setTitle("Tracks");
    setMouseClickGrabsKeyboardFocus(false);
    int order = 1;
    for (juce::Component* part : std::array<juce::Component*, 9>{&take_, &sides_, &pasteList_, &find_, &fewer_, &more_,
                                                                 &countText_, &undo_, &redo_}) {
        addAndMakeVisible(part);
        part->setExplicitFocusOrder(order++);
    }
    addChildComponent(view_);
    addChildComponent(paste_);
    addChildComponent(clicks_);
    countText_.setJustificationType(juce::Justification::centred);
    countText_.setInterceptsMouseClicks(false, false);
    connectHeader();
    setSize(metrics::faceWidth, metrics::faceHeight);
}

TracksPage::~TracksPage() = default;

void TracksPage::connectHeader() {
    take_.onClick = [this] { openMenu(); };
    sides_.onChange = [this](int number) { openSide(number); };
    pasteList_.onClick = [this] { paste_.open(); };
    pasteList_.setComponentID("paste_list");
    pasteList_.setTooltip("Names, and times where they stand with them\nCtrl+V");
    find_.onClick = [this] { tracks_.find(count_); };
    find_.setComponentID("find_cuts");
    find_.setTooltip("Looks for so many tracks: their number stands on the label");
    fewer_.setTitle("One track less");
    more_.setTitle("One track more");
    fewer_.onClick = [this] {
        count_ = std::max(0, count_ - 1);
        isCountChosen_ = true;
        version_ = -1;
    };
    more_.onClick = [this] {
        count_ = std::min(mostTracks, count_ + 1);
        isCountChosen_ = true;
        version_ = -1;
    };
    undo_.onClick = [this] { tracks_.undo(); };
    redo_.onClick = [this] { tracks_.redo(); };
    undo_.setTooltip("Ctrl+Z");
    redo_.setTooltip("Ctrl+Shift+Z");
    overview_.onPlace = [this](double seconds) {
        cursor_ = seconds;
        if (model_.player().isPlaying()) playFrom(seconds, 1e9);
    };
}

// ------------------------------------------------------------ files

void TracksPage::open(const std::filesystem::path& path) {
    model_.player().stop();
    (void)tracks_.open(path);
    isCountChosen_ = false;
    cursor_ = 0.0;
    version_ = -1;
}

void TracksPage::openSide(int number) {
    const auto& sides = tracks_.sides();
    if (number < 0 || static_cast<std::size_t>(number) >= sides.size()) return;
    const auto path = sides[static_cast<std::size_t>(number)].audio; // a copy: opening it makes a new list
    if (path != tracks_.take()->audioPath()) open(path);
}

void TracksPage::filesDropped(const juce::StringArray& files, int, int) {
    if (!files.isEmpty()) open(toPath(juce::File(files[0])));
}

void TracksPage::browse(const juce::String& title, const juce::String& pattern, bool isFolder,
                        std::function<void(const juce::File&)> take) {
    chooser_ = std::make_unique<juce::FileChooser>(title, juce::File(fromUtf8(model_.record().folder())), pattern);
    const int how = juce::FileBrowserComponent::openMode | (isFolder ? juce::FileBrowserComponent::canSelectDirectories
                                                                     : juce::FileBrowserComponent::canSelectFiles);
    chooser_->launchAsync(how, [this, take = std::move(take)](const juce::FileChooser& chooser) {
        if (chooser.getResult() != juce::File()) take(chooser.getResult());
        version_ = -1;
    });
}

void TracksPage::openMenu() {
    juce::PopupMenu menu;
    menu.addItem("Open a recording or a sound file...", [safe = SafePointer(this)] {
        if (safe == nullptr) return;
        safe->browse("Recording of a side", "*.take.json;*.flac;*.wav;*.w64;*.rf64;*.aiff;*.aif;*.mp3;*.ogg;*.opus",
                     false, [safe](const juce::File& file) {
                         if (safe != nullptr) safe->open(toPath(file));
                     });
    });
    if (tracks_.sides().size() > 1) {
        menu.addSectionHeader("Sides of this record");
        for (std::size_t i = 0; i < tracks_.sides().size(); ++i)
            menu.addItem("Side " + sideName(tracks_.sides()[i]) + ", " + trackTime(tracks_.sides()[i].seconds, false),
                         true, i == tracks_.openSide(), [safe = SafePointer(this), i] {
                             if (safe != nullptr) safe->openSide(static_cast<int>(i));
                         });
    }
    const auto takes = takesBelow(juce::File(fromUtf8(model_.record().folder())));
    if (!takes.empty()) menu.addSectionHeader("Recorded sides");
    for (const auto& file : takes)
        menu.addItem(file.getParentDirectory().getFileName() + ", " +
                         file.getFileName().upToLastOccurrenceOf(".take.json", false, false),
                     [safe = SafePointer(this), file] {
                         if (safe != nullptr) safe->open(toPath(file));
                     });
    ui::showMenu(menu, take_, ui::MenuPlace::atComponent, juce::PopupMenu::Options(), [](int) {});
}

std::filesystem::path TracksPage::exportFolder() const {
    const auto& chosen = model_.record().settings().exportFolder;
    if (!chosen.empty()) return chosen;
    return juce::File::getSpecialLocation(juce::File::userMusicDirectory).getFullPathName().toStdString();
}

// ------------------------------------------------------------ hearing

std::optional<double> TracksPage::playingSeconds() const {
    const auto* take = tracks_.take();
    const auto& player = model_.player();
    if (take == nullptr || !player.isPlaying() || player.file() != take->audioPath()) return std::nullopt;
    return static_cast<double>(player.frame()) / tracks_.edits().sampleRateHz();
}

double TracksPage::cursorSeconds() const { return playingSeconds().value_or(cursor_); }

void TracksPage::playFrom(double seconds, double to) {
    const auto* take = tracks_.take();
    if (take == nullptr) return;
    const double rate = tracks_.edits().sampleRateHz();
    const auto last = std::min<double>(static_cast<double>(take->frames()), to * rate);
    (void)model_.player().play(take->audioPath(), std::llround(std::max(0.0, seconds) * rate), std::llround(last),
                               isFlat_);
}

void TracksPage::togglePlay() {
    if (model_.player().isPlaying()) {
        cursor_ = playingSeconds().value_or(cursor_);
        model_.player().stop();
        return;
    }
    double from = cursor_;
    if (const auto cut = tracks_.selected(); cut && from <= 0.0)
        from = static_cast<double>(tracks_.edits().boundary(*cut).frame) / tracks_.edits().sampleRateHz();
    playFrom(from, 1e9);
}

void TracksPage::playAcross() {
    const auto cut = tracks_.selected();
    if (!cut) return;
    const double at = static_cast<double>(tracks_.edits().boundary(*cut).frame) / tracks_.edits().sampleRateHz();
    playFrom(at - acrossSeconds, at + acrossSeconds);
}

/** As the export makes it, or with the click in it. */
void TracksPage::playClick(const media::ScannedClick& click, const params::Snapshot& sound, bool isBefore) {
    const auto* take = tracks_.take();
    if (take == nullptr) return;
    auto stage = media::exportStageOf(sound);
    if (isBefore) stage.levels.clean.hear = dsp::Hear::original;
    const auto beside = std::llround(besideClickSeconds * tracks_.edits().sampleRateHz());
    (void)model_.player().play([path = take->audioPath(), from = click.frame - beside,
                                to = click.frame + click.frames + beside, stage,
                                kept = media::keptPlaces(tracks_.edits().state().givenBack)] {
        return media::renderSnippet(path, from, to, stage, kept);
    });
}

// ------------------------------------------------------------ keys

bool TracksPage::pageKey(const juce::KeyPress& key) {
    const auto mods = key.getModifiers();
    const int code = key.getKeyCode();
    if (paste_.isVisible() || clicks_.isVisible()) return false;
    if (mods.isCommandDown()) {
        const auto letter = juce::CharacterFunctions::toLowerCase(static_cast<juce::juce_wchar>(code));
        if (letter == 'z')
            mods.isShiftDown() ? tracks_.redo() : tracks_.undo();
        else if (letter == 'e')
            export_.begin();
        else if (letter == 'v')
            paste_.open();
        else
            return false;
        return true;
    }
    const auto text = key.getTextCharacter();
    if (code == juce::KeyPress::leftKey || code == juce::KeyPress::rightKey) {
        const int direction = code == juce::KeyPress::leftKey ? -1 : 1;
        tracks_.nudge(direction * (mods.isShiftDown() ? 75 : 1));
    } else if (text == '[' || text == ']') {
        tracks_.selectNext(text == '[' ? -1 : 1);
    } else if (code == juce::KeyPress::spaceKey) {
        togglePlay();
    } else if (code == juce::KeyPress::returnKey) {
        playAcross();
    } else if (text == 'c' || text == 'C') {
        tracks_.addCut(std::llround(cursorSeconds() * tracks_.edits().sampleRateHz()));
    } else if (code == juce::KeyPress::deleteKey) {
        tracks_.removeSelected();
    } else if (code == juce::KeyPress::F2Key) {
        list_.rename();
    } else if (text == '+' || text == '-') {
        cut_.zoom(text == '+' ? 1 : -1);
    } else {
        return false;
    }
    return true;
}

// ------------------------------------------------------------ drawing

void TracksPage::showSides() {
    const auto& sides = tracks_.sides();
    const bool wasVisible = sides_.isVisible();
    sides_.setVisible(sides.size() > 1 && !isCompact_);
    juce::StringArray names;
    for (const auto& side : sides)
        names.add(sides.size() == 2 ? sideName(side) + ", " + trackTime(side.seconds, false) : sideName(side));
    if (!names.isEmpty()) {
        sides_.rename(names);
        sides_.show(static_cast<int>(tracks_.openSide()));
    }
    if (sides_.isVisible() != wasVisible) resized();
}

void TracksPage::showHeader() {
    showSides();
    const auto* take = tracks_.take();
    if (take == nullptr) {
        take_.show("No recording open", "click to open one");
    } else {
        const auto& album = tracks_.edits().album();
        take_.show(album.title.empty() ? fromUtf8(take->audioPath().stem().string()) : fromUtf8(album.title),
                   fromUtf8(take->audioPath().filename().string()) + ", " +
                       trackTime(static_cast<double>(take->frames()) / take->sampleRateHz(), false));
    }
    for (auto* button : std::array<ActionButton*, 4>{&pasteList_, &find_, &fewer_, &more_})
        button->setEnabled(take != nullptr);
    undo_.setEnabled(tracks_.edits().canUndo());
    redo_.setEnabled(tracks_.edits().canRedo());
    countText_.setText(count_ == 0 ? juce::String("as many as are sure")
                                   : juce::String(count_) + (count_ == 1 ? " track" : " tracks"),
                       juce::dontSendNotification);
    repaint(message_);
}

void TracksPage::refresh(const ui::Tick&) {
    const auto playing = playingSeconds();
    if (playing) cursor_ = *playing;
    if (tracks_.version() != version_) {
        // The number that was found, until somebody asks for another one.
        if (!isCountChosen_ && !tracks_.isReading()) count_ = static_cast<int>(tracks_.edits().tracks().size());
        version_ = tracks_.version();
        showHeader();
    }
    overview_.show(playing);
    cut_.show(playing);
    list_.show();
    album_.show();
    export_.show();
    clicks_.show();
    if (isCompact_) view_.followFocus();
}

void TracksPage::themeChanged() {
    PageContent::themeChanged();
    view_.themeChanged();
    resized();
}

void TracksPage::setFit(const ui::FaceFit& fit, double) {
    isCompact_ = fit.isCompact;
    if (getWidth() == fit.width && getHeight() == fit.height)
        resized();
    else
        setSize(fit.width, fit.height);
}

void TracksPage::layOutCards(juce::Rectangle<int> area) {
    const int gap = isCompact_ ? metrics::compactMargin : metrics::gap;
    overview_.setBounds(area.removeFromTop(124));
    area.removeFromTop(gap);
    cut_.setBounds(area.removeFromTop(212));
    area.removeFromTop(gap);
    const int rest = area.getWidth() - 2 * gap;
    list_.setBounds(area.removeFromLeft(rest * 620 / 1120));
    area.removeFromLeft(gap);
    album_.setBounds(area.removeFromLeft(rest * 240 / 1120));
    area.removeFromLeft(gap);
    export_.setBounds(area);
}

void TracksPage::resized() {
    using namespace metrics;
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return;
    paste_.setBounds(getLocalBounds());
    clicks_.setBounds(getLocalBounds());
    const auto& style = ui::Style::of(*this);
    countText_.setFont(style.font(ui::Face::medium, captionSize));
    countText_.setColour(juce::Label::textColourId, style.colours().text);
    const int edge = isCompact_ ? compactMargin : margin;
    const int header = isCompact_ ? compactHeaderHeight : headerHeight;
    auto row = getLocalBounds().removeFromTop(header).reduced(edge, 0);
    row = row.withSizeKeepingCentre(row.getWidth(), 36);
    take_.setBounds(row.removeFromLeft(isCompact_ || sides_.isVisible() ? 216 : 260));
    row.removeFromLeft(12);
    if (sides_.isVisible()) {
        sides_.setBounds(row.removeFromLeft(164));
        row.removeFromLeft(12);
    }
    pasteList_.setBounds(row.removeFromLeft(140));
    row.removeFromLeft(8);
    find_.setBounds(row.removeFromLeft(112));
    row.removeFromLeft(4);
    fewer_.setBounds(row.removeFromLeft(32));
    countText_.setBounds(row.removeFromLeft(128));
    more_.setBounds(row.removeFromLeft(32));
    redo_.setBounds(row.removeFromRight(66));
    row.removeFromRight(6);
    undo_.setBounds(row.removeFromRight(66));
    message_ = row.reduced(12, 0);

    auto area = getLocalBounds().withTrimmedTop(header).reduced(edge, 0).withTrimmedBottom(isCompact_ ? edge : margin);
    view_.setVisible(isCompact_);
    auto& owner = isCompact_ ? deck_ : static_cast<juce::Component&>(*this);
    int order = 20;
    for (juce::Component* card : std::array<juce::Component*, 5>{&overview_, &cut_, &list_, &album_, &export_}) {
        if (card->getParentComponent() != &owner) owner.addAndMakeVisible(card);
        card->setExplicitFocusOrder(order++);
    }
    paste_.toFront(false);
    clicks_.toFront(false);
    if (!isCompact_) {
        layOutCards(area);
        return;
    }
    view_.setBounds(area);
    constexpr int compactCards = 124 + 212 + 296 + 2 * compactMargin;
    deck_.setSize(area.getWidth() - ui::ScrollView::barWidth, std::max(compactCards, area.getHeight()));
    layOutCards(deck_.getLocalBounds());
}

void TracksPage::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    g.fillAll(c.background);
    juce::String text = fromUtf8(tracks_.message());
    if (tracks_.isReading() && tracks_.overview() != nullptr)
        text = "Reading the side: " + juce::String(static_cast<int>(tracks_.readPart() * 100.0)) + " %";
    if (text.isEmpty() && tracks_.isOpen()) text = "all changes saved";
    g.setColour(tracks_.isTrouble() ? c.overload : c.textMuted);
    g.setFont(style.font(ui::Face::regular, metrics::captionSize));
    g.drawFittedText(text, message_, juce::Justification::centredRight, 3, 1.0F);
}

} // namespace phonostage::app
