return answer('STATE')
