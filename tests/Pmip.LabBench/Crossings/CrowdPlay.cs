using System;
using System.Globalization;
using System.IO;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Lab;
using Pmip.Lab.Processes;
using Pmip.LabBench.Results;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.LabBench.Crossings;

/// <summary>
/// Plays a crowd on a port in each of two cells. Each device solicits, and asks the server as soon as it has an address: that is an
/// attachment. Later its access point in the other cell announces it and it asks again, and again each half millisecond until it is
/// answered: that is a handover. Sampled devices send and receive all the while.
/// </summary>
internal sealed class CrowdPlay
{
    public const string Word = "crowd";
    public static readonly string[] Links = ["crowd1", "crowd2"];

    private const long AskAgain = 500;
    private const long SolicitAgain = 500_000;
    private const long Patience = 3_000_000;
    private const long Aftermath = 1_000_000;

    private readonly CrowdPlan _plan;
    private readonly PacketSocket[] _links;
    private readonly EventPoll _poll;
    private readonly PollEvent[] _ready = new PollEvent[4];
    private readonly byte[] _frame = new byte[2048];
    private readonly byte[] _server = new byte[16];
    private readonly Handset[] _handsets;
    private readonly int[] _cell;
    private readonly int[] _handover;
    private readonly long[] _began;
    private readonly long[] _askAt;
    private readonly long[] _attached;
    private readonly long[] _moved;
    private readonly GapMeter _down;
    private readonly Beat _beat;
    private readonly int _stride;
    private int _attachedCount;
    private int _movedCount;
    private int _waiting;

    private CrowdPlay(CrowdPlan plan, PacketSocket[] links, EventPoll poll)
    {
        _plan = plan;
        _links = links;
        _poll = poll;
        IpAddress.Parse(Plan.Server6).Write(_server);
        _handsets = new Handset[plan.Count];
        _cell = new int[plan.Count];
        _handover = new int[plan.Count];
        _began = new long[plan.Count];
        _askAt = new long[plan.Count];
        _attached = new long[plan.Count];
        _moved = new long[plan.Handovers];
        _down = new GapMeter(plan.Count, plan.Handovers + plan.Count);
        _beat = new Beat(plan.Sampled);
        _stride = plan.Count / plan.Sampled;
        for (int i = 0; i < plan.Count; i++)
        {
            _handsets[i] = new Handset(plan.First + i);
            _cell[i] = i % Links.Length;
            _askAt[i] = long.MaxValue;
        }
    }

    private static long Now => MonotonicClock.Now.Microseconds;

    internal static int Run(CrowdPlan plan)
    {
        if (!EventPoll.TryOpen(out EventPoll? poll).IsOk)
        {
            throw new LabException("no epoll");
        }

        PacketSocket[] sockets = new PacketSocket[Links.Length];
        for (int i = 0; i < sockets.Length; i++)
        {
            sockets[i] = new PacketSocket();
            int index = int.Parse(File.ReadAllText($"/sys/class/net/{Links[i]}/ifindex"), CultureInfo.InvariantCulture);
            if (!sockets[i].TryOpen(index, filterProgram: -1).IsOk)
            {
                throw new LabException($"no frames of {Links[i]}");
            }

            poll!.Add(sockets[i].Descriptor, (ulong)i, PollInterest.Read);
        }

        CrowdPlay play = new(plan, sockets, poll!);
        play.Attach();
        Console.WriteLine("moving");
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Now;
        play.HandOver();
        double used = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (Now - start) * 100;
        Console.WriteLine("moved");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"used {used}"));
        play.End();
        return 0;
    }

    private void Attach()
    {
        long start = Now;
        int begun = 0;
        _waiting = _plan.Count;
        while (_waiting > 0 && Now - start < (_plan.Count * 1_000_000L / _plan.PerSecond) + Patience)
        {
            Wait();
            for (; begun < _plan.Count && Now >= start + (begun * 1_000_000L / _plan.PerSecond); begun++)
            {
                _began[begun] = Now;
                _askAt[begun] = 0;
            }

            AskAll();
        }

        Spread.Of(_attached.AsSpan(0, _attachedCount), _plan.Count - _attachedCount).Print("attach");
    }

    private void HandOver()
    {
        Array.Fill(_askAt, long.MaxValue);
        long start = Now;
        _beat.Begin(start);
        int begun = 0;
        long lastBegun = start;
        long finish = start + (_plan.Handovers * 1_000_000L / _plan.PerSecond) + Aftermath;
        while (Now < finish)
        {
            Wait();
            for (; begun < _plan.Handovers && Now >= start + (begun * 1_000_000L / _plan.PerSecond); begun++)
            {
                Move(begun % _plan.Count);
                lastBegun = Now;
            }

            AskAll();
            SendUp();
        }

        Spread.Of(_moved.AsSpan(0, _movedCount), _plan.Handovers - _movedCount).Print("handover");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate {(_plan.Handovers - 1) * 1e6 / Math.Max(lastBegun - start, 1)}"));
    }

    // The end of the stream is said three times, in case one is lost.
    private void End()
    {
        for (int i = 0; i < 3 * _plan.Sampled; i++)
        {
            int device = i % _plan.Sampled * _stride;
            Send(device, ParcelKind.End);
            _down.Ended(device);
        }

        _down.Finish(Now).Print("down");
        Console.WriteLine($"late {_beat.LatestMicroseconds}");
    }

    private void Move(int device)
    {
        _handover[device]++;
        _began[device] = Now;
        _askAt[device] = 0;
        if (!_plan.Stays)
        {
            _cell[device] ^= 1;
            _links[_cell[device]].Send(_handsets[device].Announcement);
        }
    }

    private void AskAll()
    {
        long now = Now;
        for (int i = 0; i < _plan.Count; i++)
        {
            if (_askAt[i] > now)
            {
                continue;
            }

            bool knows = _handsets[i].HasAddress;
            _askAt[i] = now + (knows ? AskAgain : SolicitAgain);
            if (knows)
            {
                Send(i, ParcelKind.Question);
            }
            else
            {
                _links[_cell[i]].Send(_handsets[i].Solicitation);
            }
        }
    }

    private void SendUp()
    {
        while (_beat.TryTake(Now, out int turn))
        {
            Send(turn * _stride, ParcelKind.Up);
        }
    }

    private void Send(int device, ParcelKind kind)
    {
        if (_handsets[device].HasAddress)
        {
            _links[_cell[device]].Send(_handsets[device].Uplink(new Parcel(kind, device, _handover[device])));
        }
    }

    private void Wait()
    {
        _poll.Wait(_ready, Duration.FromMilliseconds(1), out int count);
        for (int i = 0; i < count; i++)
        {
            int cell = (int)_ready[i].Token;
            while (_links[cell].Receive(_frame, out int length).IsOk)
            {
                Hear(cell, _frame.AsSpan(0, length));
            }
        }
    }

    // What comes to the cell that a device has left is not heard by it.
    private void Hear(int cell, ReadOnlySpan<byte> frame)
    {
        int device = Handset.NumberOf(frame) - _plan.First;
        if (device < 0 || device >= _plan.Count || _cell[device] != cell)
        {
            return;
        }

        if (Handset.TryReadParcel(frame, out Parcel parcel))
        {
            if (parcel.Kind == ParcelKind.Down)
            {
                _down.Arrived(device, _handover[device], Now);
            }
            else if (parcel.Kind == ParcelKind.Answer && parcel.Handover == _handover[device] && _askAt[device] != long.MaxValue)
            {
                Answered(device);
            }
        }
        else if (!_handsets[device].HasAddress && Handset.TryReadAdvertisement(frame, out ReadOnlySpan<byte> prefix))
        {
            _handsets[device].Configure(prefix, _server);
            _askAt[device] = 0;
        }
    }

    private void Answered(int device)
    {
        long taken = Now - _began[device];
        _askAt[device] = long.MaxValue;
        if (_handover[device] == 0)
        {
            _attached[_attachedCount++] = taken;
            _waiting--;
        }
        else
        {
            _moved[_movedCount++] = taken;
        }
    }
}
