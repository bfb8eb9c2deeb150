-- SPDX-License-Identifier: GPL-3.0-or-later
-- ardour7-lua session.lua make|show|latency|save FOLDER NAME RATE vst3|lv2 [SETTING=VALUE ...]
-- make: a session with one stereo track that has the plugin in it, with these settings; saves it.
-- show: loads it and prints the settings of a VST3 as Ardour reads them. latency: loads it and prints by how many
-- samples the plugin says it is late. save: loads it and saves it.
-- A setting is the parameter's number in the host's order, its value 0 to 1 for VST3 and in its own unit for LV2.
local command, folder, name, rate, format = arg[1], arg[2], arg[3], tonumber(arg[4]), arg[5]

assert(AudioEngine:set_backend("None (Dummy)", "", ""))
assert(AudioEngine:set_sample_rate(rate) == 0)
assert(AudioEngine:set_buffer_size(1024) == 0)

-- LV2 parameters are properties: Lua has no name for their kind of automation, which follows that of ports, and finds
-- them by the numbers that Ardour gave to their URIs, in the order of the description.
local propertyAutomation = ARDOUR.AutomationType.PluginAutomation + 1

local function properties(processor)
  local found = {}
  for number = 1, 1000 do
    local control = processor:to_automatable():automation_control(Evoral.Parameter(propertyAutomation, 0, number), false)
    if not control:isnil() then found[#found + 1] = control end
  end
  return found
end

local function pluginOf(session)
  for route in session:get_tracks():iter() do
    for slot = 0, 9 do
      local processor = route:nth_plugin(slot)
      if not processor:isnil() then return processor end
    end
  end
end

local session
if command == "make" then
  session = assert(create_session(folder, name, rate))
  local track
  for route in session:new_audio_track(2, 2, nil, 1, "Record", ARDOUR.PresentationInfo.max_order,
                                       ARDOUR.TrackMode.Normal, true):iter() do
    track = route
  end
  track:panner_shell():set_bypassed(true)
  local isLv2 = format == "lv2"
  local plugin = ARDOUR.LuaAPI.new_plugin(session, isLv2 and "https://phonostage.github.io/lv2/phonostage" or "Phonostage",
    isLv2 and ARDOUR.PluginType.LV2 or ARDOUR.PluginType.VST3, "")
  assert(not plugin:isnil(), "Ardour does not find the plugin")
  assert(track:add_processor_by_index(plugin, 0, nil, true) == 0)
  local controls = isLv2 and properties(plugin)
  for i = 6, #arg do
    local index, value = arg[i]:match("^(%d+)=(.+)$")
    index, value = tonumber(index), tonumber(value)
    if isLv2 then
      controls[index + 1]:set_value(value, PBD.GroupControlDisposition.NoGroup)
    else
      assert(ARDOUR.LuaAPI.set_processor_param(plugin, index, value))
    end
  end
else
  session = assert(load_session(folder, name))
end
sleep(1) -- the engine runs: settings reach the plugin with its blocks

if command == "show" then
  local plugin = assert(pluginOf(session), "the session has no plugin")
  for i = 0, plugin:to_insert():plugin(0):parameter_count() - 1 do
    print("setting", i, (ARDOUR.LuaAPI.get_processor_param(plugin, i, true)))
  end
elseif command == "latency" then
  print("latency", assert(pluginOf(session), "the session has no plugin"):signal_latency())
else
  assert(session:save_state("") == 0)
end
close_session()
quit()
