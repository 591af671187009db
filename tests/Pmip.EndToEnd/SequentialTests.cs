using Xunit;

// One lab at a time: the tests share two cores, and each lab owns the machine's attention while something is measured.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
