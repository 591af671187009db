using Pmip.Access;
using Pmip.Engine;
using Pmip.Foundation;

namespace Pmip.Appliance.Host;

/// <summary>
/// What the access side and the MAG engine want of each other and have not got yet. Either side's step must be over before the
/// other's begins, so their wishes wait here, in order.
/// </summary>
internal sealed class GatewayWork
{
    // One arrival makes at most one registration per connection, and each of those at most a handful of wishes back.
    private const int Capacity = 1024;
    private readonly Item[] _items = new Item[Capacity];
    private int _head;
    private int _count;

    /// <summary>Adds what the engine wants of the access side.</summary>
    public void Add(in Effect effect) => Add(new Item(true, effect, default));

    /// <summary>Adds what the access side wants of the engine.</summary>
    public void Add(in AccessEffect effect) => Add(new Item(false, default, effect));

    /// <summary>Takes the oldest wish.</summary>
    public bool TryTake(out Item item)
    {
        item = default;
        if (_count == 0)
        {
            return false;
        }

        item = _items[_head];
        _head = (_head + 1) % Capacity;
        _count--;
        return true;
    }

    private void Add(in Item item)
    {
        Invariant.Require(_count < Capacity);
        _items[(_head + _count) % Capacity] = item;
        _count++;
    }

    /// <summary>A wish of one side: exactly one of the two effects is meant.</summary>
    internal readonly record struct Item(bool FromEngine, Effect Engine, AccessEffect Access);
}
