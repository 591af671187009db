using System;
using FsCheck;
using FsCheck.Fluent;
using Pmip.Appliance.State;
using Xunit;

namespace Pmip.Unit.State;

public sealed class StateFileTests
{
    private const string Name = "thing";
    private readonly FallibleFolder _folder = new();

    [Fact]
    public void Content_Stored_IsLoaded() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
        {
            StateFile file = new(_folder, Name, content.Length);
            Assert.True(file.Store(content).IsOk);
            Assert.Equal(content, Load(content.Length));
        }));

    [Fact]
    public void Store_Done_BringsOctetsToTheMediumBeforeTheName()
    {
        new StateFile(_folder, Name, 4).Store([1, 2, 3, 4]);

        Assert.Equal(["write", "synchronise", "rename", "synchroniseNames"], _folder.Steps);
    }

    // Power fails after any step, with any part of the unflushed octets and with the names kept or not.
    [Fact]
    public void Store_CutShortAnywhere_LeavesTheOldOrTheNewWhole()
    {
        byte[] old = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] next = [9, 9, 9, 9, 9, 9, 9, 9];
        for (int steps = 0; steps <= 4; steps++)
        {
            for (int prefix = 0; prefix <= 24; prefix++)
            {
                foreach (bool namesWereKept in (bool[])[false, true])
                {
                    FallibleFolder folder = new();
                    StateFile file = new(folder, Name, 8);
                    Assert.True(file.Store(old).IsOk);
                    folder.StepsLeft = steps;
                    bool isStored = file.Store(next).IsOk;
                    folder.Restart(namesWereKept, prefix);

                    Assert.Equal(StateLoad.Whole, new StateFile(folder, Name, 8).TryLoad(out ReadOnlySpan<byte> content));
                    byte[] loaded = content.ToArray();
                    Assert.Equal(steps == 4, isStored);
                    Assert.True(loaded.AsSpan().SequenceEqual(next) || (!isStored && loaded.AsSpan().SequenceEqual(old)));
                }
            }
        }
    }

    [Fact]
    public void Load_AfterAMediumThatFlushesNothing_NoticesEveryTornPrefix()
    {
        for (int prefix = 0; prefix < 24; prefix++)
        {
            FallibleFolder folder = new();
            new StateFile(folder, Name, 8).Store([1, 2, 3, 4, 5, 6, 7, 8]);
            folder.ForgetsToFlush = true;
            folder.StepsLeft = 3;
            new StateFile(folder, Name, 8).Store([9, 9, 9, 9, 9, 9, 9, 9]);
            folder.Restart(namesWereKept: true, prefix);

            Assert.Equal(StateLoad.Damaged, new StateFile(folder, Name, 8).TryLoad(out _));
        }
    }

    [Fact]
    public void Load_OfAFileWithOneBitChanged_NoticesIt()
    {
        new StateFile(_folder, Name, 4).Store([1, 2, 3, 4]);
        byte[] whole = _folder.Get(Name);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _folder.Put(Name, changed);

            Assert.Equal(StateLoad.Damaged, new StateFile(_folder, Name, 4).TryLoad(out _));
        }
    }

    [Fact]
    public void Load_OfALongerFile_NoticesIt()
    {
        new StateFile(_folder, Name, 4).Store([1, 2, 3, 4]);
        _folder.Put(Name, [.. _folder.Get(Name), 5]);

        Assert.Equal(StateLoad.Damaged, new StateFile(_folder, Name, 4).TryLoad(out _));
    }

    [Fact]
    public void Load_OfNoFile_SaysSo() => Assert.Equal(StateLoad.Missing, new StateFile(_folder, Name, 4).TryLoad(out _));

    private byte[] Load(int length)
    {
        Assert.Equal(StateLoad.Whole, new StateFile(_folder, Name, length).TryLoad(out ReadOnlySpan<byte> content));
        return content.ToArray();
    }
}
