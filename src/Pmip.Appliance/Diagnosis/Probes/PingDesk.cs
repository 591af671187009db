using System;
using System.Globalization;
using System.Text;
using System.Threading;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Sockets;
using Pmip.Wire.Packets;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary><c>ping</c> and <c>traceroute</c>.</summary>
/// <param name="node">The running node, or null.</param>
internal sealed class PingDesk(Func<Node?> node)
{
    private const int DefaultCount = 4;
    private const int DefaultPayload = 56;
    private const int HopsMax = 30;
    private const int ProbesPerHop = 2;
    private const byte HopLimit = 64;
    private static readonly Duration s_patience = Duration.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Lets the desk carry them out.</summary>
    public void AddTo(DeskVerbs verbs)
    {
        verbs.Add(VerbId.Ping, Ping);
        verbs.Add(VerbId.Traceroute, Traceroute);
    }

    private void Ping(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        int count = arguments.Has(1) ? (int)Math.Max(arguments.Number(1), 1) : DefaultCount;
        int payload = arguments.Has(2) ? (int)arguments.Number(2) : DefaultPayload;
        if (Open(arguments, answer, out ProbeTarget target) is not EchoProber opened)
        {
            return;
        }

        using EchoProber prober = opened;
        answer.Text(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {target.Address}, {payload} octets of data"));
        int received = 0;
        long sum = 0;
        using ManualResetEventSlim never = new(false);
        for (int i = 1; i <= count && !answer.IsAbandoned; i++)
        {
            EchoResult result = prober.Ask(payload, HopLimit, s_patience, answer);
            received += result.Answer == EchoAnswer.Reply ? 1 : 0;
            sum += result.Answer == EchoAnswer.Reply ? result.Time.Microseconds : 0;
            answer.Text(string.Create(CultureInfo.InvariantCulture, $"{i}: {Describe(result)}"));
            if (i < count)
            {
                never.Wait(Pause);
            }
        }

        string mean = received > 0 ? string.Create(CultureInfo.InvariantCulture, $", {sum / received / 1000.0:0.000} ms on average") : "";
        answer.Text(string.Create(CultureInfo.InvariantCulture, $"{received} of {count} answered{mean}"));
        if (received == 0)
        {
            answer.Fail("noAnswer", $"{target.Name} ({target.Address}) did not answer");
        }
    }

    private void Traceroute(in VerbArguments arguments, DeskRequest request, IAnswer answer)
    {
        if (Open(arguments, answer, out ProbeTarget target) is not EchoProber opened)
        {
            return;
        }

        using EchoProber prober = opened;
        answer.Text(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {target.Address}, at most {HopsMax} hops"));
        EchoResult result = default;
        bool isThere = false;
        for (int hop = 1; hop <= HopsMax && !isThere && !answer.IsAbandoned; hop++)
        {
            for (int probe = 0; probe < ProbesPerHop && (probe == 0 || result.Answer == EchoAnswer.None); probe++)
            {
                result = prober.Ask(DefaultPayload, hop, s_patience, answer);
            }

            answer.Text(string.Create(CultureInfo.InvariantCulture, $"{hop,2}: {Describe(result)}"));
            isThere = result.Answer is EchoAnswer.Reply or EchoAnswer.Unreachable;
        }

        if (result.Answer == EchoAnswer.Reply)
        {
            answer.Text(FindMtu(prober, target, answer));
        }
        else
        {
            answer.Fail("noAnswer", $"{target.Name} ({target.Address}) was not reached");
        }
    }

    private EchoProber? Open(in VerbArguments arguments, IAnswer answer, out ProbeTarget target)
    {
        target = default;
        if (ProbeTarget.Find(Encoding.UTF8.GetString(arguments.Text(0)), node(), answer) is not ProbeTarget found)
        {
            return null;
        }

        target = found;
        LinuxStatus status = EchoProber.TryOpen(target.Address, target.Source, out EchoProber? prober);
        if (prober is null)
        {
            answer.Fail("kernelRefused", $"a socket for ICMP to {target.Address}: {status.Message}");
        }

        return prober;
    }

    /// <summary>Asks with the largest packet that the kernel believes in, and with what routers say that fits, until one passes.</summary>
    internal static string FindMtu(EchoProber prober, ProbeTarget target, IAnswer answer)
    {
        const int triesMax = 5;
        int headers = (target.Address.IsIPv4 ? Ipv4Header.Length : Ipv6Header.Length) + EchoMessage.HeaderLength;
        LinuxStatus status = EchoSocket.TryAskPath(target.Address, target.Source, out int mtu, out _);
        if (!status.IsOk)
        {
            return $"MTU: not known, {status.Message}";
        }

        for (int i = 0; i < triesMax && mtu > headers && !answer.IsAbandoned; i++)
        {
            EchoResult result = prober.Ask(mtu - headers, HopLimit, s_patience, answer);
            if (result.Answer == EchoAnswer.Reply)
            {
                return string.Create(CultureInfo.InvariantCulture, $"MTU: {mtu} octets pass");
            }

            if (result.Answer != EchoAnswer.TooBig || result.Mtu <= 0 || result.Mtu >= mtu)
            {
                return string.Create(CultureInfo.InvariantCulture, $"MTU: packets of {mtu} octets get no answer, and no router says what fits");
            }

            mtu = result.Mtu;
        }

        return string.Create(CultureInfo.InvariantCulture, $"MTU: at most {mtu} octets");
    }

    private static string Describe(EchoResult result) => result.Answer switch
    {
        EchoAnswer.Reply => string.Create(CultureInfo.InvariantCulture, $"answer from {result.From} after {result.Time.Microseconds / 1000.0:0.000} ms"),
        EchoAnswer.TimeExceeded => string.Create(CultureInfo.InvariantCulture, $"{result.From} after {result.Time.Microseconds / 1000.0:0.000} ms"),
        EchoAnswer.TooBig when result.From.IsUnspecified => string.Create(CultureInfo.InvariantCulture, $"too big: {result.Mtu} octets fit"),
        EchoAnswer.TooBig => string.Create(CultureInfo.InvariantCulture, $"too big for {result.From}: {result.Mtu} octets fit"),
        EchoAnswer.Unreachable => $"{result.From} says that it cannot be reached",
        _ when !result.Sending.IsOk => $"not sent: {result.Sending.Message}",
        _ => "no answer",
    };
}
