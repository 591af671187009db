using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Pmip.Linux.Bpf;

/// <summary>
/// Reads programs out of an ELF object that clang made for BPF: one program for each section, references to tables as
/// relocations of type R_BPF_64_64. Objects with subprograms or global data are not for this reader; it says so.
/// </summary>
public sealed class BpfObjectFile
{
    private const int HeaderLength = 64;
    private const int SectionHeaderLength = 64;
    private const int SymbolLength = 24;
    private const int RelocationLength = 16;
    private const ushort MachineBpf = 247;
    private const uint SectionSymbols = 2;
    private const uint SectionRelocations = 9;
    private const uint RelocationMap = 1;
    private const byte PseudoMapDescriptor = 1;
    private const byte LoadImmediate64 = 0x18;

    private readonly byte[] _image;
    private readonly Dictionary<string, Section> _programs = [];
    private readonly List<Section> _sections = [];
    private readonly List<string> _symbols = [];

    /// <summary>Reads the file; throws <see cref="InvalidDataException"/> when it is not what we built.</summary>
    public BpfObjectFile(byte[] image)
    {
        _image = image;
        if (image.Length < HeaderLength || U32(0) != 0x464C_457F || image[4] != 2 || image[5] != 1 || U16(18) != MachineBpf)
        {
            throw new InvalidDataException("not a little-endian BPF object");
        }

        try
        {
            ReadSections();
            ReadSymbols();
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("the BPF object is damaged", error);
        }
    }

    /// <summary>Names of the sections with programs, for example <c>tc/decap</c>.</summary>
    public IReadOnlyCollection<string> ProgramSections => _programs.Keys;

    /// <summary>The instructions as they are in the file.</summary>
    public ReadOnlySpan<byte> Instructions(string section)
    {
        Section program = _programs[section];
        return _image.AsSpan(program.Offset, program.Length);
    }

    /// <summary>A copy of the instructions of a section in which each reference to a table is the table's file descriptor.</summary>
    public byte[] Link(string section, Func<string, int> descriptorOfMap)
    {
        ArgumentNullException.ThrowIfNull(descriptorOfMap);
        Section program = _programs[section];
        byte[] instructions = Instructions(section).ToArray();
        foreach (Section relocations in _sections)
        {
            if (relocations.Type != SectionRelocations || relocations.Target != program.Number)
            {
                continue;
            }

            for (int at = relocations.Offset; at < relocations.Offset + relocations.Length; at += RelocationLength)
            {
                int place = (int)U64(at);
                ulong what = U64(at + 8);
                if ((what & uint.MaxValue) != RelocationMap || place + 16 > instructions.Length || instructions[place] != LoadImmediate64)
                {
                    throw new InvalidDataException($"section {section} has a relocation that is no reference to a table");
                }

                instructions[place + 1] = (byte)((instructions[place + 1] & 0x0F) | (PseudoMapDescriptor << 4));
                BinaryPrimitives.WriteInt32LittleEndian(instructions.AsSpan(place + 4), descriptorOfMap(_symbols[(int)(what >> 32)]));
            }
        }

        return instructions;
    }

    private void ReadSections()
    {
        int table = (int)U64(40);
        int count = U16(60);
        int names = SectionOffset(table + (U16(62) * SectionHeaderLength));
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * SectionHeaderLength);
            Section section = new(i, U32(header + 4), SectionOffset(header), (int)U64(header + 32), (int)U32(header + 40), (int)U32(header + 44));
            _sections.Add(section);
            string name = Text(names + (int)U32(header));
            bool isExecutable = (U64(header + 8) & 4) != 0;
            if (isExecutable && section.Length > 0)
            {
                _programs.Add(name, section);
            }
        }
    }

    private void ReadSymbols()
    {
        foreach (Section section in _sections)
        {
            if (section.Type != SectionSymbols)
            {
                continue;
            }

            int names = _sections[section.Link].Offset;
            for (int at = section.Offset; at < section.Offset + section.Length; at += SymbolLength)
            {
                _symbols.Add(Text(names + (int)U32(at)));
            }
        }
    }

    private int SectionOffset(int header) => (int)U64(header + 24);

    private string Text(int offset)
    {
        ReadOnlySpan<byte> rest = _image.AsSpan(offset);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(offset));

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(offset));

    private ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(offset));

    private readonly record struct Section(int Number, uint Type, int Offset, int Length, int Link, int Target);
}
