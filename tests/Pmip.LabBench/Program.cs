using System;
using System.Globalization;
using Pmip.Lab.Processes;
using Pmip.LabBench.Crossings;
using Pmip.LabBench.Instructions;
using Pmip.LabBench.Restarts;
using Pmip.LabBench.Streams;

namespace Pmip.LabBench;

internal static class Program
{
    private static int Main(string[] words)
    {
        try
        {
            switch (words)
            {
                case ["tcp", string binary]:
                    TcpBench.Run(binary);
                    return 0;
                case ["handovers", string binary, .. string[] numbers]:
                    HandoverBench.Run(binary, numbers.Length > 0 ? [CrowdPlan.Parse(numbers)] : []);
                    return 0;
                case ["restarts", string binary, .. string[] frames]:
                    RestartBench.Run(binary, frames.Length > 0 ? long.Parse(frames[0], CultureInfo.InvariantCulture) : RestartBench.Frames);
                    return 0;
                case ["instructions", string]:
                    InstructionBench.Run();
                    return 0;
                case [CrowdPlay.Word, .. string[] rest]:
                    return CrowdPlay.Run(CrowdPlan.Parse(rest));
                case [FarEnd.Word, string address, string sampled]:
                    return FarEnd.Run(address, int.Parse(sampled, CultureInfo.InvariantCulture));
                default:
                    Console.Error.WriteLine(
                        "usage: Pmip.LabBench tcp|handovers|restarts|instructions PMIPD; restarts PMIPD FRAMES sends so many; "
                        + "handovers PMIPD FIRST COUNT PERSECOND HANDOVERS SAMPLED STAYS plays one crowd; "
                        + "./build.sh bench tcp handovers restarts instructions does all of it");
                    return 2;
            }
        }
        catch (LabException) when (Await.IsInterrupted)
        {
            return 130;
        }
        catch (LabException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
