using System.IO;
using System.Linq;
using Pmip.Simulation.Properties;
using Pmip.Simulation.Schedules;
using Pmip.Simulation.Worlds;

namespace Pmip.Simulation.Running;

/// <summary>
/// The side of <see cref="Isolation"/> that runs within it. Text goes in and out, since the types of one side are not those of the other.
/// </summary>
public static class Interior
{
    public static string Run(string schedule, long until, TextWriter? trace, Stream? capture, bool listsFates)
    {
        World world = new(Schedule.Parse(schedule), trace, capture);
        RunResult result = new();
        try
        {
            world.Run(until);
        }
        catch (PropertyViolatedException violation)
        {
            result.Property = violation.Property;
            result.Claim = violation.Claim;
        }

        result.Steps = world.Steps;
        result.Now = world.Now;
        result.Digest = world.Digest;
        result.SettledAfter = world.SettledAfter;
        result.PacketsDelivered = world.PacketsDelivered;
        if (listsFates)
        {
            result.Fates = [.. world.Unusual.Select(static fate => Fates.Line(fate.Key, fate.Value))];
        }

        return result.ToText();
    }
}
