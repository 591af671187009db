using System.IO;
using System.Text;
using Pmip.Appliance.Decode;

namespace Pmip.Unit.Decode;

/// <summary>One run of the command, with what it wrote.</summary>
internal sealed record DecodeRun(int Exit, string Output, string Errors)
{
    public static DecodeRun Of(params string[] args) => With([], args);

    public static DecodeRun With(byte[] input, params string[] args)
    {
        using var stdin = new MemoryStream(input);
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter();
        int exit = DecodeCommand.Run(args, stdin, stdout, stderr);
        return new DecodeRun(exit, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }
}
